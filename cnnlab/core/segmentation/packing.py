"""Probabilities in 8 bits: whole numbers that add up to 255, as a browser gets them."""

import numpy as np

WHOLE = 255


def pack(probabilities: np.ndarray) -> np.ndarray:
    """Round probabilities (..., classes), which add up to 1, to uint8 that add up to 255.

    The largest remainder method: each is rounded down, and what is missing to 255 goes to the classes that lost most, a
    tie to the first. The first class with the largest number is then the first of the largest probability: where
    another one before it has the same number, one step is moved from that class to it. So a number is off by less than
    2/255, and by less than 1/255 but for such ties.

    >>> pack(np.array([0.5, 0.25, 0.25])).tolist(), pack(np.array([1 / 3, 1 / 3, 1 / 3])).tolist()
    ([127, 64, 64], [85, 85, 85])
    """
    wide = np.asarray(probabilities, np.float32)
    scaled = wide * (WHOLE / wide.sum(axis=-1, keepdims=True))
    packed = scaled.astype(np.int16)
    missing = WHOLE - packed.sum(axis=-1, keepdims=True)
    lost = scaled - packed
    ranks = np.argsort(np.argsort(-lost, axis=-1, kind="stable"), axis=-1)
    packed += ranks < missing
    _keep_winner(packed, wide)
    return np.asarray(packed, np.uint8)


def _keep_winner(packed: np.ndarray, probabilities: np.ndarray) -> None:
    winner, shown = probabilities.argmax(axis=-1)[..., None], packed.argmax(axis=-1)[..., None]
    step = (winner != shown).astype(packed.dtype)
    np.put_along_axis(packed, winner, np.take_along_axis(packed, winner, -1) + step, -1)
    np.put_along_axis(packed, shown, np.take_along_axis(packed, shown, -1) - step, -1)
