"""Small pieces of the bundled photographs."""

import numpy as np
from numpy.typing import NDArray

from cnnlab.core.pictures.bundled import sample, samples


def patches(steps: int, count: int, side: int, seed: int = 0) -> NDArray[np.uint8]:
    """Grey pieces at random places of all photographs, (steps, count, side, side, 1); the same for the same seed.

    >>> patches(2, 3, 8).shape
    (2, 3, 8, 8, 1)
    """
    random = np.random.default_rng(seed)
    greys = [sample(photograph.id).mean(axis=-1).astype(np.uint8) for photograph in samples()]
    cut = np.empty((steps * count, side, side, 1), np.uint8)
    for at in range(len(cut)):
        grey = greys[random.integers(len(greys))]
        top, left = (random.integers(size - side + 1) for size in grey.shape)
        cut[at] = grey[top : top + side, left : left + side, None]
    return cut.reshape(steps, count, side, side, 1)
