"""Baselines that ignore the network: a heat map that is worth something does better than both."""

import numpy as np
from numpy.typing import NDArray

SEED = 0
SPREAD = 0.25  # the blob's standard deviation, in sides of the picture


def random_map(rows: int, columns: int, seed: int = SEED) -> NDArray[np.float32]:
    """Return random values, evenly spread over [0, 1): as coarse as the map that it is compared with."""
    return np.random.default_rng(seed).random((rows, columns), np.float32)


def centred_blob(size: int) -> NDArray[np.float32]:
    """Return a Gaussian in the middle, (size, size), its largest value 1: photographers put things in the middle.

    >>> blob = centred_blob(5)
    >>> float(blob[2, 2]), bool(blob[0, 0] < blob[1, 1])
    (1.0, True)
    """
    at = (np.arange(size) - (size - 1) / 2) / (SPREAD * size)
    line = np.exp(-0.5 * at**2)
    return np.outer(line, line).astype(np.float32)
