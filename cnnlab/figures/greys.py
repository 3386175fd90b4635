"""The feature map of a photograph as a grey picture."""

from dataclasses import dataclass

import numpy as np

from cnnlab.core.pictures.filtering import as_greys, filtered, scale
from cnnlab.figures import encode


@dataclass(frozen=True)
class FilteredPicture:
    """A feature map in greys as a JPEG file, and the values shown as black and white."""

    picture: bytes
    black: float
    white: float


def filtered_picture(picture: np.ndarray, kernel: np.ndarray) -> FilteredPicture:
    """Apply one filter to a uint8 picture (height, width, 3), with `same` padding, which keeps the size."""
    greys, black, white = filtered_greys(picture, kernel)
    return FilteredPicture(encode.jpeg(greys, max(greys.shape)), black, white)


def filtered_greys(picture: np.ndarray, kernel: np.ndarray) -> tuple[np.ndarray, float, float]:
    """The same map as uint8 (height, width), and the values shown as black and white."""
    values = filtered(picture, kernel)
    black, white = scale(values, kernel)
    return as_greys(values, black, white), black, white
