"""A photograph's feature map as a grey picture."""

from dataclasses import dataclass

import numpy as np

from cnnlab.core.pictures.filtering import filtered, scale, shown
from cnnlab.figures import encode


@dataclass(frozen=True)
class FilteredPicture:
    """The map as greys, uint8 (height, width), as a JPEG file, and which values are black and white."""

    greys: np.ndarray
    picture: bytes
    black: float
    white: float


def filtered_picture(picture: np.ndarray, kernel: np.ndarray) -> FilteredPicture:
    """One filter over a uint8 picture (height, width, 3), with `same` padding, so that it keeps its size."""
    values = filtered(picture, kernel)
    black, white = scale(values, kernel)
    greys = shown(values, black, white)
    return FilteredPicture(greys, encode.jpeg(greys, max(greys.shape)), black, white)
