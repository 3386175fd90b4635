"""Where two masks of a picture differ."""

import numpy as np

DIFFERS = (213, 94, 0)  # vermilion
FADED = 0.45  # of the picture, where the masks agree


def mask_difference(picture: np.ndarray, labels: np.ndarray, others: np.ndarray) -> np.ndarray:
    """The picture (height, width, 3), grey and faded, with the pixels in vermilion whose labels differ; uint8.

    >>> mask_difference(np.zeros((1, 2, 3), np.uint8), np.array([[0, 1]]), np.array([[0, 2]])).tolist()
    [[[140, 140, 140], [213, 94, 0]]]
    """
    grey = picture.mean(axis=-1, keepdims=True)
    faded = np.repeat(255 - FADED * (255 - grey), 3, axis=-1).round()
    made: np.ndarray = np.where((labels != others)[..., None], DIFFERS, faded).astype(np.uint8)
    return made
