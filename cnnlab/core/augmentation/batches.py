"""A batch of pictures before augmentation, and what augmentation did to it."""

from collections.abc import Sequence

import numpy as np


def repeated(pictures: Sequence[np.ndarray], count: int) -> np.ndarray:
    """Stack `count` pictures (count, height, width, channels), taking the given ones in turn.

    >>> repeated([np.zeros((1, 1, 1)), np.ones((1, 1, 1))], 3).ravel().tolist()
    [0.0, 1.0, 0.0]
    """
    return np.stack([pictures[index % len(pictures)] for index in range(count)])


def unchanged(images: np.ndarray, originals: Sequence[np.ndarray]) -> list[bool]:
    """Return for each picture whether it still equals the original that `repeated` put there.

    >>> unchanged(np.array([[0], [0], [2]]), [np.array([0]), np.array([1])])
    [True, False, False]
    """
    return [bool(np.array_equal(image, originals[at % len(originals)])) for at, image in enumerate(images)]
