"""How much of a difference is chance: noise at the end of a curve, standard errors, two accuracies compared."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from cnnlab.core.errors import N_
from cnnlab.core.history.history import HistoryError

LEAST_POINTS = 5
NORMAL_95 = 1.959964  # 95% of a normal distribution are within so many standard deviations of its mean
LEVEL = 0.05  # two accuracies differ if a difference as large has a smaller probability by chance


@dataclass(frozen=True)
class Noise:
    """The end of a curve about its straight line: where it begins, its points, their standard deviation, its slope."""

    first: int
    points: int
    deviation: float
    slope: float


@dataclass(frozen=True)
class Comparison:
    """Two accuracies on equally many pictures: first - second, its standard error, z, the p-value, the verdict."""

    difference: float
    standard_error: float
    z: float
    p_value: float
    differs: bool


def noise(values: Sequence[float | None], x: Sequence[float] | None = None) -> Noise | None:
    """Return the standard deviation of the last fifth of the finite values about the line fitted to it.

    At least five points are taken; None if there are fewer. The deviation is sqrt(sum of squared residuals / (n - 2)),
    because the line takes two degrees of freedom. The slope is per unit of x, by default per epoch.

    >>> noise([0.0, 1.0, 0.0, 1.0, 0.0])
    Noise(first=0, points=5, deviation=0.632..., slope=0.0)
    """
    kept = [index for index, value in enumerate(values) if value is not None and math.isfinite(value)]
    if len(kept) < LEAST_POINTS:
        return None
    end = kept[-max(LEAST_POINTS, math.ceil(len(kept) / 5)) :]
    positions = np.array(end if x is None else [x[index] for index in end], dtype=float)
    heights = np.array([values[index] for index in end], dtype=float)
    offsets = positions - positions.mean()
    slope = float(offsets @ (heights - heights.mean()) / (offsets @ offsets))
    residuals = heights - heights.mean() - slope * offsets
    return Noise(end[0], len(end), math.sqrt(float(residuals @ residuals) / (len(end) - 2)), slope)


def standard_error(accuracy: float, pictures: int) -> float:
    """Return sqrt(p (1 - p) / n), the standard error of an accuracy p measured on n pictures.

    Raises HistoryError for an accuracy that is not within 0..1, and for less than one picture.

    >>> round(standard_error(0.725, 1000), 4)
    0.0141
    """
    _check(accuracy, pictures)
    return math.sqrt(accuracy * (1 - accuracy) / pictures)


def wilson_interval(accuracy: float, pictures: int) -> tuple[float, float]:
    """Return the ends of the 95% interval of an accuracy p on n pictures, also for few pictures and p of 0 or 1.

    (p + z^2/2n -+ z sqrt(p (1 - p)/n + z^2/4n^2)) / (1 + z^2/n) with z = 1.96 (Wilson, 1927, JASA 22, 209-212). Raises
    HistoryError as `standard_error`.

    >>> [round(end, 3) for end in wilson_interval(1.0, 14)]
    [0.785, 1.0]
    """
    _check(accuracy, pictures)
    share = NORMAL_95**2 / pictures
    half = NORMAL_95 * math.sqrt(accuracy * (1 - accuracy) / pictures + share / (4 * pictures))
    low, high = ((accuracy + share / 2 + sign * half) / (1 + share) for sign in (-1, 1))
    return max(low, 0.0), min(high, 1.0)


def compared(first: float, second: float, pictures: int) -> Comparison:
    """Return whether two accuracies, each on `pictures` pictures, differ by more than chance: a two-proportion z test.

    z = (p1 - p2) / sqrt(2 p (1 - p) / n) with p = (p1 + p2) / 2, two-sided at 5%. It takes the two as independent. For
    two networks on the same pictures, McNemar's test on which of them each gets wrong is more sensitive, but it needs
    more than the two numbers. Raises HistoryError as `standard_error` does.

    >>> compared(0.733, 0.725, 1000).differs, compared(0.833, 0.725, 1000).differs
    (False, True)
    """
    _check(first, pictures)
    _check(second, pictures)
    mean, difference = (first + second) / 2, first - second
    error = math.sqrt(2 * mean * (1 - mean) / pictures)
    z = difference / error if error else 0.0
    p_value = math.erfc(abs(z) / math.sqrt(2))
    return Comparison(difference, error, z, p_value, p_value < LEVEL)


def _check(accuracy: float, pictures: int) -> None:
    if not 0 <= accuracy <= 1 or pictures < 1:
        raise HistoryError(
            N_(
                "{accuracy} is not an accuracy on {pictures} pictures: it must be a share, from 0 to 1, of one or more."
            ),
            accuracy=accuracy,
            pictures=pictures,
        )
