"""Noisy copies of a picture, the same ones each time."""

import numpy as np

SPREAD = 0.15  # of the range of the picture's values: the standard deviation that SmoothGrad's authors recommend


def noisy(picture: np.ndarray, start: int, count: int, seed: int = 0) -> np.ndarray:
    """Copies `start` to `start + count` of a picture with normal noise, float32 (count, *picture.shape).

    >>> noisy(np.zeros((2, 2, 1)), 0, 3).shape, bool(noisy(np.full((2, 2, 1), 5.0), 0, 1).std())  # no range, no noise
    ((3, 2, 2, 1), False)
    """
    deviation = SPREAD * float(picture.max() - picture.min())
    noise = [
        np.random.default_rng((seed, number)).standard_normal(picture.shape, np.float32)
        for number in range(start, start + count)
    ]
    copies: np.ndarray = (picture + deviation * np.stack(noise)).astype(np.float32)
    return copies
