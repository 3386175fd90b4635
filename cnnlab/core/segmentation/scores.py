"""How far a mask agrees with the true one, from the counts of their classes."""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from cnnlab.core.errors import N_
from cnnlab.core.segmentation.errors import MaskError


def confusion_matrix(
    truth: np.ndarray, predicted: np.ndarray, classes: int, ignored: Collection[int] = ()
) -> np.ndarray:
    """Count the pixels of each true class (rows) that have each predicted class (columns); int64 (classes, classes).

    Pixels whose true value is in `ignored` are not counted. Raises MaskError if the sizes differ or another value is
    no class.

    >>> confusion_matrix(np.array([0, 0, 1, 9]), np.array([0, 1, 1, 0]), 2, ignored=(9,)).tolist()
    [[1, 1], [0, 1]]
    """
    if truth.shape != predicted.shape:
        raise MaskError(
            N_("The masks have different sizes: {truth} and {predicted}. Resize one of them, by nearest neighbour."),
            truth=str(truth.shape),
            predicted=str(predicted.shape),
        )
    counted = ~np.isin(truth, list(ignored))
    rows, columns = truth[counted].astype(np.int64), predicted[counted].astype(np.int64)
    for values in (rows, columns):
        if values.size and not (values.min() >= 0 and values.max() < classes):
            raise MaskError(
                N_("A mask has values from {low} to {high}, but the classes are 0 to {last}. Assign each to a class."),
                low=int(values.min()),
                high=int(values.max()),
                last=classes - 1,
            )
    return np.bincount(classes * rows + columns, minlength=classes**2).reshape(classes, classes)


@dataclass(frozen=True, eq=False)
class Overlap:
    """How the pixels of one class lie: in both masks, in the true one alone, in the predicted one alone.

    `iou` is both / (both + missed + invented), `dice` 2 both / (2 both + missed + invented) = 2 IoU / (1 + IoU); both
    are None for a class that neither mask has.
    """

    both: int
    missed: int
    invented: int

    @property
    def is_there(self) -> bool:
        return self.both + self.missed + self.invented > 0

    @property
    def iou(self) -> float | None:
        return self.both / (self.both + self.missed + self.invented) if self.is_there else None

    @property
    def dice(self) -> float | None:
        return 2 * self.both / (2 * self.both + self.missed + self.invented) if self.is_there else None


def overlaps(counts: np.ndarray) -> list[Overlap]:
    """Return the overlap of each class of a confusion matrix, whose rows are true classes.

    >>> [overlap.iou for overlap in overlaps(np.array([[3, 1, 0], [0, 4, 0], [0, 0, 0]]))]
    [0.75, 0.8, None]
    """
    both = np.diag(counts)
    missed, invented = counts.sum(axis=1) - both, counts.sum(axis=0) - both
    return [Overlap(*map(int, numbers)) for numbers in zip(both, missed, invented, strict=True)]


def accuracy(counts: np.ndarray) -> float:
    """Return the proportion of pixels, or of whatever was counted, with the right class. Raises MaskError for none.

    >>> accuracy(np.array([[3, 1], [0, 4]]))
    0.875
    """
    total = int(counts.sum())
    if total == 0:
        raise MaskError(N_("No pixel is counted. Assign at least one value of the mask to a class."))
    return float(np.trace(counts) / total)


def mean_iou(counts: np.ndarray) -> float:
    """Return the mean IoU over the classes that are in one of the masks; an absent class counts neither as 0 nor as 1.

    Raises MaskError if no class is left.

    >>> mean_iou(np.array([[1, 1, 0], [0, 2, 0], [0, 0, 0]])).__round__(4)
    0.5833
    """
    there = [overlap.iou for overlap in overlaps(counts) if overlap.iou is not None]
    if not there:
        raise MaskError(N_("No pixel is counted. Assign at least one value of the mask to a class."))
    return sum(there) / len(there)


def error_map(truth: np.ndarray, predicted: np.ndarray, class_index: int) -> np.ndarray:
    """Return for each pixel 1 where both masks have the class, 2 where it is missed, 3 where it is invented, else 0.

    >>> error_map(np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1]), 0).tolist()
    [1, 2, 3, 0]
    """
    true, found = truth == class_index, predicted == class_index
    return np.select([true & found, true, found], [1, 2, 3], 0).astype(np.uint8)
