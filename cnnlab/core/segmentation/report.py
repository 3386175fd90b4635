"""All scores of a mask against the true one."""

from dataclasses import dataclass

import numpy as np

from cnnlab.core.segmentation.boundary import boundary_distance, boundary_iou
from cnnlab.core.segmentation.files import NOT_COUNTED
from cnnlab.core.segmentation.scores import Overlap, accuracy, confusion_matrix, error_map, mean_iou, overlaps


@dataclass(frozen=True, eq=False)
class Report:
    """The scores of a mask. `absent` are the classes that neither mask has, which the mean leaves out.

    `boundaries` are the boundary IoUs of the classes, of all pixels within `distance` pixels of an outline. `counted`
    is the share of the picture that the other scores count, `truth` the true mask with NOT_COUNTED elsewhere.
    """

    truth: np.ndarray  # uint8 (height, width)
    counts: np.ndarray  # (classes, classes), rows are true classes
    overlaps: list[Overlap]
    boundaries: list[float | None]
    distance: int
    accuracy: float
    mean_iou: float
    absent: tuple[int, ...]
    counted: float


def report(truth: np.ndarray, predicted: np.ndarray, classes: int, border: int | None, counts_border: bool) -> Report:
    """Score `predicted` (height, width) against `truth`, where NOT_COUNTED marks pixels without a class.

    Unless `counts_border`, the pixels of the class `border` are left out: those that are border in the true mask, or,
    if it has none, those that the network calls border. Raises MaskError where no pixel is counted.

    >>> truth, predicted = np.array([[0, 0, 1, 1]]), np.array([[0, 2, 1, 1]])
    >>> [report(truth, predicted, 3, 2, counted).accuracy for counted in (True, False)]
    [0.75, 1.0]
    """
    used = truth if counts_border or border is None else _without(truth, predicted, border)
    counts = confusion_matrix(used, predicted, classes, ignored=(NOT_COUNTED,))
    found = overlaps(counts)
    left_out = () if counts_border or border is None else (border,)
    distance = boundary_distance(*truth.shape)
    return Report(
        used,
        counts,
        found,
        [boundary_iou(truth, predicted, index, distance) for index in range(classes)],
        distance,
        accuracy(counts),
        mean_iou(counts, left_out),
        tuple(index for index, overlap in enumerate(found) if not overlap.is_there),
        float((used != NOT_COUNTED).mean()),
    )


def _without(truth: np.ndarray, predicted: np.ndarray, border: int) -> np.ndarray:
    of_border = truth == border
    if not of_border.any():
        of_border = predicted == border
    return np.where(of_border, NOT_COUNTED, truth).astype(np.uint8)


def counted_errors(found: Report, predicted: np.ndarray, class_index: int) -> np.ndarray:
    """The error map of a class, 0 too where a pixel is not counted; its numbers are those of the class's overlap.

    >>> truth, predicted = np.array([[0, 0, 2, 1]]), np.array([[0, 1, 0, 1]])
    >>> counted_errors(report(truth, predicted, 3, 2, False), predicted, 0).tolist()
    [[1, 2, 0, 0]]
    """
    errors = error_map(found.truth, predicted, class_index)
    return np.where(found.truth == NOT_COUNTED, 0, errors).astype(np.uint8)
