"""Boundary IoU (Cheng, Girshick, Dollár, Berg, Kirillov, "Boundary IoU", 2021): the IoU near the outlines alone."""

import math

import numpy as np

SHARE = 0.02  # of the picture's diagonal; recalled from the paper, whose text was not at hand


def boundary_distance(height: int, width: int, share: float = SHARE) -> int:
    """Return the distance in pixels, at least 1.

    >>> boundary_distance(30, 40), boundary_distance(300, 400)
    (1, 10)
    """
    return max(1, round(share * math.hypot(height, width)))


def boundary_region(mask: np.ndarray, distance: int) -> np.ndarray:
    """Return the pixels of a bool mask (height, width) at most `distance` from a pixel outside it, diagonals included.

    The mask without its erosion by a square of 2 distance + 1 pixels. What lies beyond the picture counts as outside,
    so that an object cut off by the picture has a boundary there, as in the authors' program (recalled).

    >>> boundary_region(np.ones((5, 5), bool), 1).astype(int).tolist()[1:3]
    [[1, 0, 0, 0, 1], [1, 0, 0, 0, 1]]
    """
    side = 2 * distance + 1
    return np.asarray(mask & (_box_sums(mask, distance) < side * side))


def boundary_iou(truth: np.ndarray, predicted: np.ndarray, class_index: int, distance: int) -> float | None:
    """Return the IoU of the boundary regions of a class in two masks (height, width); None if neither has it."""
    true = boundary_region(truth == class_index, distance)
    found = boundary_region(predicted == class_index, distance)
    either = int((true | found).sum())
    return int((true & found).sum()) / either if either else None


def _box_sums(mask: np.ndarray, distance: int) -> np.ndarray:
    """For each pixel how many pixels of the mask the square around it holds."""
    sums = mask.astype(np.int32)
    for axis in (0, 1):
        size = sums.shape[axis]
        padded = np.insert(np.cumsum(sums, axis=axis, dtype=np.int32), 0, 0, axis=axis)
        ends = np.minimum(np.arange(size) + distance + 1, size)
        starts = np.maximum(np.arange(size) - distance, 0)
        sums = padded.take(ends, axis=axis) - padded.take(starts, axis=axis)
    return sums
