"""Where the animal is in the square picture that a network gets: from an outline drawn by hand, or from a network."""

import numpy as np
from numpy.typing import NDArray

from cnnlab.core.pictures import Squaring, square
from cnnlab.core.pictures.masks import mask_of
from cnnlab.core.segmentation.interpolation import labels
from cnnlab.core.segmentation.known import ANIMAL, WITHOUT_ANIMAL

LEAST = 0.01  # of the picture: less is no animal, as the segmentation network marks a little in most pictures


def drawn_animal(sample_id: str, how: Squaring, size: int) -> NDArray[np.bool_] | None:
    """Return the outlined animal of a bundled photograph, made square as the photograph is. -> (size, size).

    None for a picture without an outline of an animal.
    """
    mask = mask_of(sample_id)
    if mask is None or sample_id in WITHOUT_ANIMAL:
        return None
    colours = np.stack([mask * np.uint8(255)] * 3, axis=-1)
    view = square(colours, how, size).view[..., 0] == 255  # the grey that pads is less
    return _resized(view, size)


def found_animal(probabilities: NDArray[np.uint8], size: int) -> NDArray[np.bool_] | None:
    """Return the animal in the output (rows, columns, classes) of a segmentation network. -> (size, size).

    A pixel of the border goes to the likelier of animal and background. None where almost nothing is an animal.
    """
    mask = np.asarray(labels(probabilities[..., :2], size, size) == ANIMAL)
    return mask if mask.mean() >= LEAST else None


def _resized(mask: NDArray[np.bool_], size: int) -> NDArray[np.bool_]:
    """By nearest neighbour: the value at the centre of each pixel."""
    rows, columns = (np.minimum((np.arange(size) + 0.5) / size * side, side - 1).astype(int) for side in mask.shape)
    found: NDArray[np.bool_] = mask[rows[:, None], columns]
    return found
