"""The most cells that one unit sees along each axis, where what units see has several parts."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Ends = NDArray[np.int64]  # (units, 2): first cell and end of each unit along an axis; an end below 0 for no cell


def widest(parts: Sequence[Sequence[Ends]]) -> tuple[int, ...]:
    """The most cells that one unit sees along each axis, from the first to the last of all parts in which it sees some.

    A unit is a place along every axis, and it sees cells of a part if it reaches one along each. So two parts are seen
    by the same unit if along every axis there is a place that reaches cells in both: pairs of parts are enough, and no
    map of all units is made.

    >>> left, right = np.array([[0, 2], [0, -1]]), np.array([[5, 6], [6, 7]])
    >>> widest([[left], [right]]), widest([[left, right], [right, left]])
    ((6,), (6, 6))
    """
    axes = [np.stack(along) for along in zip(*parts, strict=True)]  # (parts, units, 2) each
    found = [0] * len(axes)
    for number in range(len(parts)):
        reached = [(ends[:, :, 1] >= 0) & (ends[number, :, 1] >= 0) for ends in axes]
        met = np.logical_and.reduce([both.any(axis=1) for both in reached])
        for axis, (ends, both) in enumerate(zip(axes, reached, strict=True)):
            widths = ends[number, :, 1] - ends[:, :, 0]  # from the first cell in another part, or in this one
            found[axis] = max(found[axis], int(widths[both & met[:, None]].max(initial=0)))
    return tuple(found)
