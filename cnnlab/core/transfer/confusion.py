"""Right and wrong answers of a classifier with two classes, counted by class and listed by how certain it was."""

from dataclasses import dataclass

import numpy as np

from cnnlab.core.errors import N_, CnnLabError
from cnnlab.core.history import standard_error


class ConfusionError(CnnLabError):
    """The labels and probabilities do not belong together, or are not labels and probabilities."""


@dataclass(frozen=True, eq=False)
class Confusion:
    """Counts (2, 2), rows by the true class and columns by the predicted one, and the pictures behind each count.

    `members[truth, predicted]` are the indices of those pictures, the most certain answer first. `standard_error` is
    that of the accuracy, sqrt(p (1 - p) / n).
    """

    counts: np.ndarray
    members: dict[tuple[int, int], np.ndarray]
    accuracy: float
    standard_error: float


@dataclass(frozen=True)
class Mistake:
    """A picture that was classified wrongly: its index, its true class, the probability given to the other class."""

    index: int
    truth: int
    probability: float


def confusion(labels: np.ndarray, probabilities: np.ndarray, threshold: float = 0.5) -> Confusion:
    """Compare labels 0 and 1 with probabilities of class 1, both (pictures,) or (pictures, 1).

    The prediction is 1 above the threshold, as in Keras's `binary_accuracy`. Equally certain answers stay in the order
    of their indices. Raises ConfusionError for other labels, other lengths, no pictures, and what is no probability.

    >>> confusion(np.array([0, 0, 1]), np.array([0.2, 0.9, 0.6])).counts.tolist()
    [[1, 1], [0, 1]]
    """
    truth, p = _checked(labels, probabilities, threshold)
    predicted = (p > threshold).astype(int)
    members = {(row, column): _members(truth, predicted, p, row, column) for row in (0, 1) for column in (0, 1)}
    counts = np.array([[len(members[row, column]) for column in (0, 1)] for row in (0, 1)])
    accuracy = int(np.trace(counts)) / len(truth)
    return Confusion(counts, members, accuracy, standard_error(accuracy, len(truth)))


def most_certain_mistakes(
    labels: np.ndarray, probabilities: np.ndarray, count: int, threshold: float = 0.5
) -> list[Mistake]:
    """Return up to `count` wrongly classified pictures, those with the largest probability of the wrong class first.

    That is also the order of their cross-entropy, largest first. The arguments are those of `confusion`.

    >>> most_certain_mistakes(np.array([0, 1, 1]), np.array([0.75, 0.125, 0.5]), 2)
    [Mistake(index=1, truth=1, probability=0.875), Mistake(index=0, truth=0, probability=0.75)]
    """
    truth, p = _checked(labels, probabilities, threshold)
    wrong = np.flatnonzero((p > threshold) != (truth == 1))
    of_wrong_class = np.where(truth == 1, 1 - p, p)
    ordered = wrong[np.argsort(-of_wrong_class[wrong], kind="stable")][:count]
    return [Mistake(int(index), int(truth[index]), float(of_wrong_class[index])) for index in ordered]


def _members(truth: np.ndarray, predicted: np.ndarray, p: np.ndarray, row: int, column: int) -> np.ndarray:
    indices = np.flatnonzero((truth == row) & (predicted == column))
    certainty = p[indices] if column == 1 else -p[indices]
    return indices[np.argsort(-certainty, kind="stable")]


def _checked(labels: np.ndarray, probabilities: np.ndarray, threshold: float) -> tuple[np.ndarray, np.ndarray]:
    truth, p = labels.ravel(), probabilities.ravel().astype(np.float64)
    if len(truth) != len(p) or not len(p) or not np.isin(truth, (0, 1)).all():
        raise ConfusionError(
            N_("A confusion matrix needs a label 0 or 1 for each probability; got {labels} labels, {given} numbers."),
            labels=len(truth),
            given=len(p),
        )
    if not ((p >= 0).all() and (p <= 1).all() and 0 <= threshold <= 1):
        raise ConfusionError(
            N_(
                "Not every answer of the head is a probability from 0 to 1: its training has diverged. Lower the "
                "learning rate or the penalty."
            )
        )
    return truth, p
