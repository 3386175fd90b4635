"""What a layer is stepped through with: its inputs, weights and activation, checked, and the weights of one filter."""

from collections.abc import Sequence
from typing import Any, Literal

import numpy as np

from cnnlab.core.errors import N_
from cnnlab.core.layers import LayerFacts, describe
from cnnlab.core.layers.arguments import Arguments
from cnnlab.core.stepping.reach import DEPTHWISE, POOLING, SEPARABLE, TRANSPOSED, Index, StepError


def weight_shapes(layer: dict[str, Any], input_shape: Index, facts: LayerFacts | None = None) -> list[Index]:
    """Return the shapes of a layer's weights in the order of Keras's get_weights; [] for pooling.

    `layer` is the Keras config of a convolution, Dense or pooling layer, `input_shape` (spatial..., channels), `facts`
    the result of `describe` if the caller has it. Raises LayerError for a layer that Keras refuses.

    >>> weight_shapes({"class_name": "Conv2D", "config": {"filters": 8, "kernel_size": 3}}, (28, 28, 1))
    [(3, 3, 1, 8), (8,)]
    """
    facts = facts or describe(layer, input_shape)
    arguments = Arguments(layer["class_name"], layer.get("config", {}))
    kind, channels, filters = arguments.class_name, input_shape[-1], facts.output_shape[-1]
    if kind in POOLING:
        return []
    kernel_size = tuple(axis.kernel_size for axis in facts.scatters or facts.windows or ())
    if kind in TRANSPOSED:
        shapes = [(*kernel_size, filters, channels)]
    elif kind in DEPTHWISE:
        shapes = [(*kernel_size, channels, filters // channels)]
    elif kind in SEPARABLE:
        multiplier = arguments.integer("depth_multiplier", 1)
        shapes = [(*kernel_size, channels, multiplier), (*(1 for _ in kernel_size), channels * multiplier, filters)]
    else:
        shapes = [(*kernel_size, channels // arguments.integer("groups", 1), filters)]
    return [*shapes, (filters,)] if arguments.flag("use_bias", True) else shapes


def checked_inputs(inputs: np.ndarray) -> np.ndarray:
    """Return the inputs in float64; StepError unless all are finite."""
    inputs = np.asarray(inputs, np.float64)
    if not np.isfinite(inputs).all():
        raise StepError(
            N_("Infinite or undefined input values: {count}. Replace them with finite numbers."),
            count=int((~np.isfinite(inputs)).sum()),
        )
    return inputs


def checked_weights(
    layer: dict[str, Any], input_shape: Index, weights: Sequence[np.ndarray], facts: LayerFacts | None = None
) -> list[np.ndarray]:
    """Return the weights in float64; StepError unless their shapes are those of Keras's get_weights."""
    needed = weight_shapes(layer, input_shape, facts)
    found = [np.asarray(weight, np.float64) for weight in weights]
    if [weight.shape for weight in found] != needed:
        raise StepError(
            N_(
                "{layer} needs weights of the shapes {needed}, but these have {found}. Pass them in the order of "
                "Keras's get_weights."
            ),
            layer=layer["class_name"],
            needed=needed,
            found=[weight.shape for weight in found],
        )
    return found


def checked_activation(layer: dict[str, Any]) -> Literal["linear", "relu"]:
    """Return the layer's activation; StepError for any but linear and relu.

    >>> checked_activation({"class_name": "Conv2D", "config": {}})
    'linear'
    """
    activation = layer.get("config", {}).get("activation")
    if activation not in (None, "linear", "relu"):
        raise StepError(
            N_(
                "{layer} with the activation {activation} cannot be stepped through. Use relu, or use linear to see "
                "the value before the activation."
            ),
            layer=layer["class_name"],
            activation=repr(activation),
        )
    return "relu" if activation == "relu" else "linear"


def filter_weights(layer: dict[str, Any], weights: Sequence[np.ndarray], channel: int) -> np.ndarray:
    """Return the weights behind one output channel, (kernel..., the input channels that it reads).

    For a separable convolution these are the weights of the second stage.

    >>> kernel = np.arange(4.0).reshape(1, 2, 2)  # (kernel_size, channels, depth_multiplier)
    >>> filter_weights({"class_name": "DepthwiseConv1D"}, [kernel], 3).tolist()
    [[3.0]]
    """
    kind = layer["class_name"]
    kernel = weights[kind in SEPARABLE]
    if kind in DEPTHWISE:
        return kernel.reshape(*kernel.shape[:-2], -1)[..., channel : channel + 1]
    return kernel[..., channel, :] if kind in TRANSPOSED else kernel[..., channel]
