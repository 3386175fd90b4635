"""How steady a network's answer is: its predictions for a picture and for augmented versions of that picture."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import numpy as np

BORDER = 0.5  # probabilities above it are the second class
TINY_SPREAD = 0.0005  # below it the versions hardly differ for a network

Comparison = Literal["alike", "steadier", "less steady", "unclear"]


@dataclass(frozen=True)
class Steadiness:
    """A network's probabilities of the second of two classes.

    `original` is for the picture itself, `versions` (count,) for its augmented versions.
    """

    original: float
    versions: np.ndarray

    @property
    def changed(self) -> np.ndarray:
        """Which versions get another answer than the original; bool (count,)."""
        return np.not_equal(self.versions > BORDER, self.original > BORDER)

    @property
    def spread(self) -> float:
        """The standard deviation of the probabilities over the versions."""
        return float(self.versions.std())

    def correct(self, class_index: int) -> int:
        """The number of versions that are classified as this class, 0 or 1.

        >>> Steadiness(0.2, np.array([0.1, 0.5, 0.9])).correct(0)
        2
        """
        return int(((self.versions > BORDER) == bool(class_index)).sum())


def predicted(probability: float) -> tuple[int, float]:
    """Return the predicted class, 0 or 1, and its probability, from the probability of the second class.

    >>> predicted(0.75), predicted(0.25)
    ((1, 0.75), (0, 0.75))
    """
    return (1, probability) if probability > BORDER else (0, 1 - probability)


def changed_for_any(networks: Iterable[Steadiness]) -> list[int]:
    """Return the indices of the versions for which the answer of at least one network changed.

    >>> changed_for_any([Steadiness(0.2, np.array([0.1, 0.6, 0.1])), Steadiness(0.8, np.array([0.1, 0.9, 0.9]))])
    [0, 1]
    """
    return [int(index) for index in np.flatnonzero(np.any([network.changed for network in networks], axis=0))]


def compare_steadiness(network: Steadiness, baseline: Steadiness) -> Comparison:
    """Compare a network with a baseline by the number of changed answers and by the spread.

    "steadier" if no more answers change and the spread is smaller, "less steady" if no fewer change and it is larger,
    "alike" if neither network has any spread to speak of, "unclear" otherwise.

    >>> calm, wild = Steadiness(0.2, np.array([0.2, 0.3])), Steadiness(0.2, np.array([0.1, 0.9]))
    >>> compare_steadiness(calm, wild), compare_steadiness(wild, calm)
    ('steadier', 'less steady')
    """
    if max(network.spread, baseline.spread) < TINY_SPREAD:
        return "alike"
    more_changes = int(network.changed.sum()) - int(baseline.changed.sum())
    wider = network.spread - baseline.spread
    if more_changes <= 0 and wider < 0:
        return "steadier"
    if more_changes >= 0 and wider > 0:
        return "less steady"
    return "unclear"
