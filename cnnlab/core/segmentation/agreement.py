"""How far the masks of a picture's versions agree with the picture's own mask, moved along with the pixels."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np

from cnnlab.core.segmentation.files import NOT_COUNTED
from cnnlab.core.segmentation.scores import confusion_matrix, overlaps


@dataclass(frozen=True)
class Agreement:
    """Of one version: the share of pixels with the same class, and the IoU of each class.

    None for what is in neither mask; `equal` is None where nothing of the picture is in view.
    """

    equal: float | None
    overlaps: tuple[float | None, ...]


def agreement(moved: np.ndarray, found: np.ndarray, classes: int) -> Agreement:
    """Compare two masks (height, width); pixels that are NOT_COUNTED in `moved` are left out.

    >>> agreement(np.array([[0, 0, 1, NOT_COUNTED]]), np.array([[0, 1, 1, 0]]), 3)
    Agreement(equal=0.6666666666666666, overlaps=(0.5, 0.5, None))
    """
    counts = confusion_matrix(moved, found, classes, ignored=(NOT_COUNTED,))
    total = int(counts.sum())
    return Agreement(
        float(np.trace(counts) / total) if total else None, tuple(overlap.iou for overlap in overlaps(counts))
    )


@dataclass(frozen=True)
class Mean:
    """The mean of some numbers, and its standard error: s / sqrt(n), s with n - 1; None for a single number."""

    value: float
    error: float | None
    count: int


def mean(values: Sequence[float | None]) -> Mean | None:
    """Average the values that are not None; None if there are none.

    >>> mean([1.0, None, 3.0])
    Mean(value=2.0, error=1.0, count=2)
    """
    known = np.array([value for value in values if value is not None])
    if not known.size:
        return None
    error = float(known.std(ddof=1) / sqrt(known.size)) if known.size > 1 else None
    return Mean(float(known.mean()), error, int(known.size))
