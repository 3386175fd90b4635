"""All scores of a mask against the true one."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from cnnlab.core.segmentation.boundary import boundary_distance, boundary_iou
from cnnlab.core.segmentation.files import NOT_COUNTED
from cnnlab.core.segmentation.interpolation import labels
from cnnlab.core.segmentation.scores import Overlap, accuracy, confusion_matrix, error_map, mean_iou, overlaps

BORDER = "border"  # the class's English name


@dataclass(frozen=True, eq=False)
class Report:
    """The scores of a mask.

    `absent` are the classes of which no pixel is counted in either mask; the mean leaves them out.
    `truth` is the true mask with NOT_COUNTED where no pixel is counted, `predicted` the network's as it is scored.
    `boundaries` are the boundary IoUs of the classes, of the counted pixels within `distance` pixels of an outline.
    `counted` is the share of the picture that is counted.
    """

    truth: np.ndarray  # uint8 (height, width)
    predicted: np.ndarray  # uint8 (height, width)
    counts: np.ndarray  # (classes, classes), rows are true classes
    overlaps: list[Overlap]
    boundaries: list[float | None]
    distance: int
    accuracy: float
    mean_iou: float
    absent: tuple[int, ...]
    counted: float


def border_of(english: Sequence[str]) -> int | None:
    """Return the index of the class border by the classes' English names; None without one.

    >>> border_of(["pet", "background", "border"]), border_of(["pet", "background"])
    (2, None)
    """
    return list(english).index(BORDER) if BORDER in english else None


def report(truth: np.ndarray, output: np.ndarray, border: int | None, counts_border: bool) -> Report:
    """Score a network's output (rows, columns, classes) against `truth`; NOT_COUNTED marks pixels without a class.

    Unless `counts_border`, no pixel is of the class `border`: those of the true mask are not counted, and those of the
    network go to the likelier of its other classes. Raises MaskError where no pixel is counted.

    >>> truth, output = np.array([[0, 1]]), np.array([[[0.9, 0.1, 0.0], [0.1, 0.3, 0.6]]])
    >>> [report(truth, output, 2, counted).accuracy for counted in (True, False)]
    [0.5, 1.0]
    """
    if border is None or counts_border:
        used, predicted = truth, labels(output, *truth.shape)
    else:
        used = np.where(truth == border, NOT_COUNTED, truth).astype(np.uint8)
        predicted = labels_without(output, border, *truth.shape)
    classes, distance = output.shape[-1], boundary_distance(*truth.shape)
    counts = confusion_matrix(used, predicted, classes, ignored=(NOT_COUNTED,))
    found = overlaps(counts)
    beside = np.where(used == NOT_COUNTED, NOT_COUNTED, predicted)
    return Report(
        used,
        predicted,
        counts,
        found,
        [boundary_iou(used, beside, index, distance) for index in range(classes)],
        distance,
        accuracy(counts),
        mean_iou(counts),
        tuple(index for index, overlap in enumerate(found) if not overlap.is_there),
        float((used != NOT_COUNTED).mean()),
    )


def labels_without(output: np.ndarray, left_out: int, height: int, width: int) -> np.ndarray:
    """Return the likeliest of all classes but one at each pixel, uint8 (height, width).

    >>> labels_without(np.array([[[0.3, 0.6, 0.1]]]), 1, 1, 1).tolist()
    [[0]]
    """
    others = np.delete(np.arange(output.shape[-1], dtype=np.uint8), left_out)
    found: np.ndarray = others[labels(output[..., others], height, width)]
    return found


def counted_errors(found: Report, class_index: int) -> np.ndarray:
    """The error map of a class, 0 too where a pixel is not counted; its numbers are those of the class's overlap.

    >>> output = np.eye(3)[[[0, 1, 0, 1]]]
    >>> counted_errors(report(np.array([[0, 0, 2, 1]]), output, 2, False), 0).tolist()
    [[1, 2, 0, 0]]
    """
    errors = error_map(found.truth, found.predicted, class_index)
    return np.where(found.truth == NOT_COUNTED, 0, errors).astype(np.uint8)


def better(first: float, other: float) -> tuple[int | None, float]:
    """Return which of two scores is larger, 0 or 1, and by how much, as three decimals tell; None if they look equal.

    >>> better(0.911, 0.525), better(0.25, 0.7504), better(0.9112, 0.9108)
    ((0, 0.386), (1, 0.5), (None, 0.0))
    """
    difference = round(round(first, 3) - round(other, 3), 3)
    return (int(difference < 0) if difference else None), abs(difference)
