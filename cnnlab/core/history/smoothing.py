"""Curves smoothed by a time-weighted exponential average, whose half-life is in epochs."""

import math
from collections.abc import Sequence

import numpy as np

from cnnlab.core.errors import N_
from cnnlab.core.history.history import HistoryError


def smoothed(values: Sequence[float | None], half_life: float, x: Sequence[float] | None = None) -> list[float | None]:
    """Return the exponential average of a curve at each of its points, as long as `values`.

    The curve v(u) is the straight lines between the points (x_i, v_i) with a finite value. What lies `half_life` before
    a point counts half as much as the point itself:

        s(t) = integral of v(u) 2^(-(t - u) / h) du / integral of 2^(-(t - u) / h) du,  u from x_0 to t

    The division by the second integral removes the bias towards 0 at the start. Because the lines between the points
    are averaged, not the points, the result hardly depends on how many there are: for points dx apart of a smooth curve
    by at most dx^2 max|v''| / 8, the error of the lines. With tau = h / ln 2,
    a = e^(-dx / tau) and q = (1 - a) tau / dx, the integrals up to x_i are

        N_i = a N_(i-1) + tau (v_i - a v_(i-1) - (v_i - v_(i-1)) q)
        D_i = a D_(i-1) + tau (1 - a)

    which is EMA_lin of Eckner, "Algorithms for Unevenly Spaced Time Series", with the denominator added.

    None, NaN and infinite values are skipped and give None. `x` defaults to 0, 1, 2...; `half_life` has its unit, and 0
    leaves the values as they are. Raises HistoryError for a negative half-life and for x that do not increase.

    >>> smoothed([1.0, None, 1.0], half_life=2)
    [1.0, None, 1.0]
    >>> [round(value, 3) for value in smoothed([0.0, 1.0, 1.0], half_life=1)]
    [0.0, 0.557, 0.852]
    """
    if not half_life >= 0 or math.isinf(half_life):
        raise HistoryError(
            N_("The half-life of the smoothing is {half_life}; it must be 0 or more epochs."), half_life=half_life
        )
    positions = np.arange(len(values), dtype=float) if x is None else np.asarray(x, dtype=float)
    if len(positions) != len(values) or not (np.diff(positions) > 0).all():
        raise HistoryError(
            N_("A curve of {count:,} values needs as many positions, each larger than the one before."),
            count=len(values),
        )
    kept = [index for index, value in enumerate(values) if value is not None and math.isfinite(value)]
    points = np.array([values[index] for index in kept], dtype=float)
    means = points if half_life == 0 else _means(points, positions[kept], half_life / math.log(2))
    result: list[float | None] = [None] * len(values)
    for index, mean in zip(kept, means.tolist(), strict=True):
        result[index] = mean
    return result


def _means(values: np.ndarray, positions: np.ndarray, tau: float) -> np.ndarray:
    """N_i / D_i of `smoothed`, both divided by tau."""
    if not len(values):
        return values
    steps = np.diff(positions) / tau
    lost = -np.expm1(-steps)  # 1 - a
    added = values[1:] - (1 - lost) * values[:-1] - np.diff(values) * lost / steps
    means, top, bottom = [float(values[0])], 0.0, 0.0
    for gone, area in zip(lost.tolist(), added.tolist(), strict=True):
        top = (1 - gone) * top + area
        bottom = (1 - gone) * bottom + gone
        means.append(top / bottom)
    return np.array(means)
