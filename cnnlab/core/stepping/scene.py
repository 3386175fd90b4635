"""One layer on one input, as a stepper draws it: everything that does not depend on the cell that is shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from cnnlab.core.errors import N_
from cnnlab.core.layers import LayerFacts, describe
from cnnlab.core.stepping.arrays import checked_activation, checked_inputs, checked_weights
from cnnlab.core.stepping.reach import Index, StepError, reach

Operation = Literal["convolution", "transposed", "max", "average"]
Pair = tuple[int, int]  # (rows, columns)

OPERATIONS: dict[str, Operation] = {
    "Conv2D": "convolution",
    "DepthwiseConv2D": "convolution",
    "SeparableConv2D": "convolution",
    "Conv2DTranspose": "transposed",
    "MaxPooling2D": "max",
    "GlobalMaxPooling2D": "max",
    "AveragePooling2D": "average",
    "GlobalAveragePooling2D": "average",
}


@dataclass(frozen=True, eq=False)
class Scene:
    """A layer with its input and weights, ready to be drawn.

    Through kernel cell k, output cell o reads input cell o * strides - before + k * dilation_rate along each axis; in a
    transposed convolution input cell i adds to output cell i * strides - before + k * dilation_rate. Global pooling has
    one window that covers the whole input. A separable convolution has `kernels` for its first stage, where a filter is
    an intermediate channel, and `pointwise` for its second.
    """

    operation: Operation
    inputs: np.ndarray  # float64 (height, width, channels)
    output_shape: tuple[int, int, int]  # (1, 1, channels) for global pooling
    kernel_size: Pair
    strides: Pair
    dilation_rate: Pair
    before: Pair  # padding above and on the left; what is cut off there in a transposed convolution
    padding: tuple[Pair, Pair]  # (before, after) for rows and for columns; zeros for a transposed convolution
    unseen: tuple[tuple[int, ...], tuple[int, ...]]  # the rows, and the columns, that no window covers
    reads: tuple[tuple[int, ...], ...]  # [filter]: the input channels that it reads; [channel] for pooling
    kernels: np.ndarray | None  # [filter][channel that it reads][row][column]; None for pooling
    pointwise: np.ndarray | None  # [filter][intermediate channel]; separable convolutions only
    bias: np.ndarray | None  # [filter]; None without one
    activation: Literal["linear", "relu"]

    @property
    def size(self) -> tuple[int, int, int]:
        """The input's (height, width, channels)."""
        height, width, channels = self.inputs.shape
        return height, width, channels


def scene(layer: dict[str, Any], inputs: np.ndarray, weights: Sequence[np.ndarray]) -> Scene:
    """Collect what a stepper draws of a layer on an input.

    `layer` is the Keras config of a 2D convolution or pooling layer, `inputs` (height, width, channels), `weights` in
    the order of Keras's get_weights. Raises StepError for other layers, activations other than linear and relu, wrong
    weights and inputs that are not finite, LayerError for a layer that Keras refuses.

    >>> layer = {"class_name": "MaxPooling2D", "config": {"pool_size": 2, "padding": "same"}}
    >>> drawn = scene(layer, np.eye(3)[..., None], [])
    >>> drawn.operation, drawn.output_shape, drawn.padding
    ('max', (2, 2, 1), ((0, 1), (0, 1)))
    """
    kind = layer.get("class_name")
    if kind not in OPERATIONS:
        raise StepError(
            N_("{layer} cannot be stepped through. Choose one of {known}."),
            layer=kind,
            known=", ".join(sorted(OPERATIONS)),
        )
    inputs = checked_inputs(inputs)
    facts = describe(layer, inputs.shape)
    channels = reach(layer, inputs.shape, facts).channels  # refuses channels first
    arrays = checked_weights(layer, inputs.shape, weights, facts)
    has_bias = bool(arrays) and arrays[-1].ndim == 1
    return Scene(
        operation=OPERATIONS[kind],
        inputs=inputs,
        **_geometry(facts, inputs.shape),
        reads=_first_stage(arrays[0]) if kind == "SeparableConv2D" else channels,
        kernels=_kernels(kind, arrays[0]) if arrays else None,
        pointwise=arrays[1][0, 0].T if kind == "SeparableConv2D" else None,
        bias=arrays[-1] if has_bias else None,
        activation=checked_activation(layer),
    )


def _geometry(facts: LayerFacts, shape: Index) -> dict[str, Any]:
    """How the window moves: the fields of Scene that depend on shapes alone."""
    windows = facts.scatters or facts.windows
    if windows is None:
        return {
            "output_shape": (1, 1, shape[-1]),
            "kernel_size": shape[:2],
            "strides": (1, 1),
            "dilation_rate": (1, 1),
            "before": (0, 0),
            "padding": ((0, 0), (0, 0)),
            "unseen": ((), ()),
        }
    return {
        "output_shape": facts.output_shape,
        "kernel_size": tuple(axis.kernel_size for axis in windows),
        "strides": tuple(axis.strides for axis in windows),
        "dilation_rate": tuple(axis.dilation_rate for axis in windows),
        "before": tuple(axis.before for axis in windows),
        "padding": facts.padding or ((0, 0), (0, 0)),
        "unseen": tuple(() if facts.scatters else axis.unseen for axis in windows),
    }


def _first_stage(kernel: np.ndarray) -> tuple[tuple[int, ...], ...]:
    """The input channel of each intermediate channel; `kernel` is (rows, columns, channels, depth_multiplier)."""
    return tuple((channel,) for channel in range(kernel.shape[2]) for _ in range(kernel.shape[3]))


def _kernels(kind: str, kernel: np.ndarray) -> np.ndarray:
    """Reorder Keras's kernel to [filter][channel that it reads][row][column]."""
    if kind in ("DepthwiseConv2D", "SeparableConv2D"):  # from (rows, columns, channels, depth_multiplier)
        return kernel.transpose(2, 3, 0, 1).reshape(-1, 1, *kernel.shape[:2])
    if kind == "Conv2DTranspose":  # from (rows, columns, filters, channels)
        return kernel.transpose(2, 3, 0, 1)
    return kernel.transpose(3, 2, 0, 1)
