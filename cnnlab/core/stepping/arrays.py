"""The arrays that a layer is stepped with: its inputs and weights, checked, and the part that makes one channel."""

from collections.abc import Sequence

import numpy as np

from cnnlab.core.errors import N_
from cnnlab.core.layers import describe
from cnnlab.core.layers.arguments import Arguments
from cnnlab.core.stepping.reach import DEPTHWISE, POOLING, SEPARABLE, TRANSPOSED, StepError


def weight_shapes(layer: dict, input_shape: tuple[int, ...]) -> list[tuple[int, ...]]:
    """The shapes of a convolution's or Dense layer's weights in the order of Keras's get_weights; [] for pooling.

    `layer` is a Keras layer config, `input_shape` (spatial..., channels). Raises LayerError for what Keras refuses.

    >>> weight_shapes({"class_name": "Conv2D", "config": {"filters": 8, "kernel_size": 3}}, (28, 28, 1))
    [(3, 3, 1, 8), (8,)]
    """
    facts = describe(layer, input_shape)
    arguments = Arguments(layer["class_name"], layer.get("config", {}))
    kind, channels, filters = arguments.class_name, input_shape[-1], facts.output_shape[-1]
    if kind in POOLING:
        return []
    kernel_size = tuple(each.kernel_size for each in facts.scatters or facts.windows or ())
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
    """The inputs in float64; StepError unless all are finite."""
    inputs = np.asarray(inputs, np.float64)
    if not np.isfinite(inputs).all():
        raise StepError(
            N_("Inputs of finite numbers were expected; {count} that are infinite or undefined came."),
            count=int((~np.isfinite(inputs)).sum()),
        )
    return inputs


def checked_weights(layer: dict, input_shape: tuple[int, ...], weights: Sequence[np.ndarray]) -> list[np.ndarray]:
    """The weights in float64; StepError unless there are as many, of such shapes, as Keras's get_weights gives."""
    expected = weight_shapes(layer, input_shape)
    found = [np.asarray(each, np.float64) for each in weights]
    if [each.shape for each in found] != expected:
        raise StepError(
            N_(
                "Weights of the shapes {expected} were expected for {layer}, in the order of Keras's get_weights; "
                "{came} came."
            ),
            expected=expected,
            layer=layer["class_name"],
            came=[each.shape for each in found],
        )
    return found


def filter_of(layer: dict, weights: Sequence[np.ndarray], channel: int) -> np.ndarray:
    """The weights that make one output channel, (kernel..., the input channels that it reads).

    Of a separable convolution, those of the second stage.

    >>> kernel = np.arange(4.0).reshape(1, 2, 2)  # (kernel_size, channels, depth_multiplier)
    >>> filter_of({"class_name": "DepthwiseConv1D"}, [kernel], 3).tolist()
    [[3.0]]
    """
    kind = layer["class_name"]
    kernel = weights[kind in SEPARABLE]
    if kind in DEPTHWISE:
        return kernel.reshape(*kernel.shape[:-2], -1)[..., channel : channel + 1]
    return kernel[..., channel, :] if kind in TRANSPOSED else kernel[..., channel]
