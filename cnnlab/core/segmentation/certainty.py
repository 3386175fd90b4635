"""How sure a network is at each pixel."""

import numpy as np

from cnnlab.core.segmentation.packing import WHOLE


def entropy(probabilities: np.ndarray) -> np.ndarray:
    """Return the entropy in bits, the sum of -p log2(p) over the classes (..., classes): float32 (...).

    0 is certain, log2(classes) undecided between all of them. 8-bit probabilities are divided by 255.

    >>> entropy(np.array([[1.0, 0.0], [0.5, 0.5]])).tolist()
    [0.0, 1.0]
    """
    shares = _shares(probabilities)
    logs = np.log2(shares, out=np.zeros_like(shares), where=shares > 0)
    return np.asarray(np.abs((shares * logs).sum(axis=-1)))


def margin(probabilities: np.ndarray) -> np.ndarray:
    """Return how far the largest probability (..., classes) is above the second: float32 (...), 0 for a tie.

    >>> margin(np.array([0.5, 0.25, 0.25])).tolist()
    0.25
    """
    ordered = np.sort(_shares(probabilities), axis=-1)
    return np.asarray(ordered[..., -1] - ordered[..., -2])


def mean_certainty(probabilities: np.ndarray) -> float:
    """Return the mean over all pixels of the largest probability (..., classes).

    >>> mean_certainty(np.array([[1.0, 0.0], [0.5, 0.5]]))
    0.75
    """
    return float(_shares(probabilities).max(axis=-1).mean(dtype=np.float64))


def _shares(probabilities: np.ndarray) -> np.ndarray:
    wide = probabilities.astype(np.float32)
    return wide / WHOLE if probabilities.dtype == np.uint8 else wide
