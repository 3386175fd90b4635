"""Run a layer without its final activation or without its stride, on the same weights."""

from collections.abc import Callable
from typing import Any

import keras
from keras import layers

SATURATING = (keras.activations.softmax, keras.activations.sigmoid)
Run = Callable[..., Any]  # a layer, or a function in its place


def without_activation(layer: layers.Layer) -> Run:
    """Return the layer without its softmax or sigmoid, whether that is an argument or a layer of its own."""
    saturating = getattr(layer, "activation", None) in SATURATING
    if isinstance(layer, layers.Softmax) or (isinstance(layer, layers.Activation) and saturating):
        return lambda x, **_: x

    def linear(x: Any, **_: Any) -> Any:
        activation, layer.activation = layer.activation, keras.activations.linear
        try:
            return layer(x)
        finally:
            layer.activation = activation

    run: Run = linear if saturating else layer
    return run


def without_stride(layer: layers.Layer) -> Run:
    """Return a strided 1 x 1 convolution as an unstrided one on every stride-th cell, which gives the same values.

    Run eagerly, TensorFlow 2.21 with oneDNN writes past the end of its memory in the strided one's gradient by an input
    of 8 channels or fewer; the process crashes later, with "corrupted size vs. prev_size" or the like.
    """

    def sliced(x: Any, **_: Any) -> Any:
        strides = layer.strides
        rows, columns = (slice(None, None, stride) for stride in strides)
        layer.strides = (1, 1)
        try:
            return layer(x[:, rows, columns] if layer.data_format == "channels_last" else x[:, :, rows, columns])
        finally:
            layer.strides = strides

    pointwise = isinstance(layer, layers.Conv2D) and tuple(layer.kernel_size) == (1, 1)
    run: Run = sliced if pointwise and max(layer.strides) > 1 else layer
    return run
