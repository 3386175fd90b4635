"""A mask in a few numbers."""

from dataclasses import dataclass

import numpy as np

from cnnlab.core.segmentation.certainty import mean_certainty
from cnnlab.core.segmentation.interpolation import labels


@dataclass(frozen=True)
class Summary:
    """The share of each class in a picture, and the mean probability of the most likely class."""

    shares: list[float]
    certainty: float


def summary(probabilities: np.ndarray, height: int, width: int) -> Summary:
    """Sum up a network's output (rows, columns, classes) for a picture of this size.

    >>> summary(np.array([[[1.0, 0.0], [0.25, 0.75]]]), 4, 8)
    Summary(shares=[0.625, 0.375], certainty=0.875)
    """
    counts = np.bincount(labels(probabilities, height, width).ravel(), minlength=probabilities.shape[-1])
    return Summary((counts / counts.sum()).tolist(), mean_certainty(probabilities))
