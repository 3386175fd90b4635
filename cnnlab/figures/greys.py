"""The feature map of a photograph as a grey picture."""

import numpy as np

from cnnlab.core.pictures.filtering import as_greys, filtered, scale


def filtered_greys(picture: np.ndarray, kernel: np.ndarray) -> np.ndarray:
    """Apply one filter to a uint8 picture (height, width, 3), with `same` padding; uint8 (height, width)."""
    values = filtered(picture, kernel)
    return as_greys(values, *scale(values, kernel))
