"""Which input cells max pooling passes on."""

from typing import Any

import numpy as np

from cnnlab.core.layers import describe
from cnnlab.core.stepping.cell import steps


def maxima(layer: dict[str, Any], inputs: np.ndarray) -> np.ndarray:
    """Mark the cells of the first channel that are the maximum of at least one window; bool (height, width).

    `layer` is the config of a max pooling layer, `inputs` (height, width, channels). Of equal values the first in row
    order counts, as in TensorFlow's gradient.

    >>> maxima({"class_name": "MaxPooling2D", "config": {}}, np.array([[1.0, 3], [2, 0]])[..., None]).tolist()
    [[False, True], [False, False]]
    """
    mask = np.zeros(inputs.shape[:2], bool)
    spatial = describe(layer, inputs.shape).output_shape[:-1]
    for found in steps(layer, inputs, [], [(*cell, 0) for cell in np.ndindex(spatial)]):
        mask[found.terms[found.winners[0]].position[:2]] = True
    return mask
