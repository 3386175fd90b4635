"""When to stop training by the validation error: the rules of Prechelt 1998, "Early Stopping - But When?".

Only epochs with a validation value count, and for the progress quotient only those with a training value as well; t
counts these epochs from 1. For a metric that is better larger, within 0..1, the error is 1 - value. NaN counts as an
infinite error.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from cnnlab.core.errors import N_
from cnnlab.core.history.history import HistoryError
from cnnlab.core.history.metric_names import Direction

Curve = Sequence[float | None]


@dataclass(frozen=True)
class Stop:
    """What a rule says, by positions in the list of values.

    `values` is its criterion at each epoch, None where it has none; `index` where it stops first, None if it does not;
    `kept` the lowest validation error until then, whose weights would be kept, None if no error is finite.
    """

    values: list[float | None]
    index: int | None
    kept: int | None


def generalization_loss(validation: Curve, alpha: float = 5.0, mode: Direction = "min") -> Stop:
    """GL: stop at the first epoch t with GL(t) > alpha, where GL(t) = 100 (E_va(t) / E_opt(t) - 1).

    E_va is the validation error and E_opt(t) the lowest one up to t: by how many percent the error is above its lowest.

    >>> generalization_loss([1.0, 0.8, 0.82, 0.88, 0.7]).index
    3
    """
    _check(alpha=alpha)
    positions, errors = _errors(validation, mode)
    losses = _generalization_losses(errors)
    return _stop(len(validation), positions, errors, losses, losses > alpha)


def progress_quotient(
    training: Curve, validation: Curve, alpha: float = 0.5, strip: int = 5, mode: Direction = "min"
) -> Stop:
    """PQ: stop at the first end of a strip of k epochs with GL(t) / P_k(t) > alpha.

    P_k(t) = 1000 (sum of E_tr(t') / (k min E_tr(t')) - 1), t' = t - k + 1 ... t: by how many thousandths the training
    error is above its lowest in the strip on average, which falls as training slows down. k is `strip`.
    """
    _check(alpha=alpha, strip=strip)
    both = [None if mine is None else other for mine, other in zip(training, validation, strict=True)]
    positions, errors = _errors(both, mode)
    _, training_errors = _errors([training[position] for position in positions], mode)
    losses = _generalization_losses(errors)
    quotients = np.full(len(errors), np.nan)
    for end in range(strip - 1, len(errors), strip):
        part = training_errors[end - strip + 1 : end + 1]
        with np.errstate(divide="ignore", invalid="ignore"):
            progress = 1000 * (part.mean() / part.min() - 1)
            quotients[end] = 0.0 if losses[end] == 0 else losses[end] / progress
    return _stop(len(validation), positions, errors, quotients, quotients > alpha)


def consecutive_rises(validation: Curve, successive: int = 3, strip: int = 5, mode: Direction = "min") -> Stop:
    """UP: stop at the end of the s-th strip in a row that ends with a larger validation error than the one before.

    UP_1 stops at the first end of a strip t with E_va(t) > E_va(t - k), UP_s if UP_(s-1) stops at t - k and
    E_va(t) > E_va(t - k). The criterion is the number of rises in a row; s is `successive`, k is `strip`.

    >>> consecutive_rises([1.0, 0.8, 0.9, 1.0], successive=2, strip=1).index
    3
    """
    _check(successive=successive, strip=strip)
    positions, errors = _errors(validation, mode)
    rises = np.full(len(errors), np.nan)
    row = 0
    for end in range(2 * strip - 1, len(errors), strip):
        row = row + 1 if errors[end] > errors[end - strip] else 0
        rises[end] = row
    return _stop(len(validation), positions, errors, rises, rises >= successive)


def _errors(values: Curve, mode: Direction) -> tuple[list[int], np.ndarray]:
    """The positions that have a value, and the errors there. Raises HistoryError for negative ones."""
    positions = [index for index, value in enumerate(values) if value is not None]
    found = np.array([values[index] for index in positions], dtype=float)
    errors = np.where(np.isfinite(found), found if mode == "min" else 1 - found, np.inf)
    if (errors < 0).any():
        raise HistoryError(
            N_(
                "This rule needs a metric that is never below 0, or one between 0 and 1 that is better larger; here it "
                "is {value:.4g}. Choose another metric, such as the loss."
            ),
            value=float(found[errors < 0][0]),
        )
    return positions, errors


def _generalization_losses(errors: np.ndarray) -> np.ndarray:
    """GL(t) of each error; 0 at a new lowest error, infinite above a lowest error of 0 and for infinite errors."""
    lowest = np.minimum.accumulate(errors) if len(errors) else errors
    with np.errstate(divide="ignore", invalid="ignore"):
        losses = 100 * (errors / lowest - 1)
    return np.where(np.isinf(errors), np.inf, np.where(errors == lowest, 0.0, losses))


def _stop(length: int, positions: list[int], errors: np.ndarray, criterion: np.ndarray, met: np.ndarray) -> Stop:
    values: list[float | None] = [None] * length
    for position, value in zip(positions, criterion.tolist(), strict=True):
        values[position] = None if math.isnan(value) else value
    first = int(np.argmax(met)) if met.any() else None
    until = errors if first is None else errors[: first + 1]
    kept = positions[int(np.argmin(until))] if np.isfinite(until).any() else None
    return Stop(values, None if first is None else positions[first], kept)


def _check(**settings: float) -> None:
    """Raise HistoryError for a setting that is not above 0, or a number of epochs below 1."""
    for name, value in settings.items():
        if not value > 0:
            raise HistoryError(N_("`{name}` is {value}; it must be above 0."), name=name, value=value)
