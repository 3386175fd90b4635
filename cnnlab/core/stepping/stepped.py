"""A layer that is stepped through: small enough to draw, with numbers in its input and its weights."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from cnnlab.core.stepping.arrays import weight_shapes
from cnnlab.core.stepping.edits import Edits, edited
from cnnlab.core.stepping.inputs import NUMBERS, small_input, small_weights
from cnnlab.core.stepping.stand_in import stand_in


@dataclass(frozen=True)
class Stepped:
    """A Keras layer config, its input (height, width, channels) and its weights, as get_weights returns them."""

    layer: dict[str, Any]
    inputs: np.ndarray
    weights: list[np.ndarray]
    is_stand_in: bool  # whether it is a smaller layer in place of the one that was asked for


def stepped(
    layer: dict[str, Any],
    input_shape: tuple[int, ...],
    content: str,
    kernel: str = NUMBERS,
    edits: Edits | None = None,
) -> Stepped | None:
    """Fill a layer of any size with small numbers to step through; None if no small layer behaves like it.

    `content` names what is in the input (cnnlab.core.stepping.inputs.INPUTS), `kernel` the first filter's kernel.
    Raises LayerError for what `describe` refuses.

    >>> small = stepped({"class_name": "MaxPooling2D", "config": {}}, (26, 26, 32), "numbers")
    >>> small.inputs.shape, small.weights, small.is_stand_in
    ((16, 16, 4), [], True)
    """
    small = stand_in(layer, input_shape)
    if small is None:
        return None
    smaller, shape = small
    weights = small_weights(smaller, weight_shapes(smaller, shape), kernel)
    inputs, weights = edited(smaller, small_input(content, shape), weights, edits or {})
    return Stepped(smaller, inputs, weights, shape != tuple(input_shape) or smaller != layer)
