"""The numbers that stand for a curve of deletion or insertion, and for a picture behind its map."""

import numpy as np
from numpy.typing import NDArray


def area(scores: NDArray[np.floating], at: NDArray[np.integer] | None = None) -> float:
    """Return the area under scores, from 0 to 1 along the axis, by the trapezoid rule; None: at equal distances.

    It is RISE's `auc`: the mean height of the curve. A curve of one point has its height.

    >>> area(np.array([1.0, 0.5, 0.0])), area(np.array([1.0, 0.0]))
    (0.5, 0.5)
    >>> area(np.array([1.0, 0.0, 0.0]), np.array([0, 10, 40]))
    0.125
    """
    values = scores.astype(np.float64)
    if len(values) == 1:
        return float(values[0])
    places = np.arange(len(values)) if at is None else at
    return float(np.trapezoid(values, places) / (places[-1] - places[0]))


def drop(before: float, after: float) -> float:
    """Return by which share the probability falls when the picture is seen through its map; 0 where it rises.

    Chattopadhay et al., "Grad-CAM++" (2018), section 4.1.1, for one picture: max(0, Y - O) / Y.

    >>> drop(0.5, 0.125), drop(0.5, 0.6)
    (0.75, 0.0)
    """
    return max(0.0, before - after) / before if before > 0 else 0.0
