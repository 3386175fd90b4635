"""The part of a y axis that shows most of a run: its first epochs may be far off the others."""

import math
from collections.abc import Sequence

LEAST_TOP, HIGHEST_BOTTOM = 0.1, 0.9
STEPS = (1, 2, 5, 10)


def loss_top(curves: Sequence[Sequence[float]]) -> float:
    """Return the top of an axis for losses: 1, 2 or 5 times a power of 10, at least 0.1.

    It is not below any value after the first quarter of its curve, nor below any value of a curve of up to 3 epochs.

    >>> loss_top([[0.69, 0.13, 0.08, 0.07], [0.04, 0.05]])
    0.2
    """
    highest = max([LEAST_TOP, *(value for curve in curves for value in _later(curve))])
    power = 10.0 ** math.floor(math.log10(highest))
    return next(round(step * power, 12) for step in STEPS if step * power >= highest * (1 - 1e-9))


def accuracy_bottom(curves: Sequence[Sequence[float]]) -> float:
    """Return the bottom of an axis for accuracies: 0.9, or lower by steps of 0.1, as `loss_top` chooses the top.

    >>> accuracy_bottom([[0.51, 0.93, 0.97, 0.98]])
    0.9
    """
    lowest = min([HIGHEST_BOTTOM, *(value for curve in curves for value in _later(curve))])
    return math.floor(10 * lowest + 1e-9) / 10


def _later(curve: Sequence[float]) -> Sequence[float]:
    return curve[len(curve) // 4 :]
