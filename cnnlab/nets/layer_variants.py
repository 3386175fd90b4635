"""Run a layer in another way on the same weights: without its stride or its activation, under a lock."""

from collections.abc import Callable
from functools import wraps
from threading import RLock
from typing import Any, TypeVar

import keras
from keras import layers

Run = Callable[..., Any]  # a layer, or a function in its place
Wrapped = TypeVar("Wrapped", bound=Run)
_changing = RLock()


def one_at_a_time(run: Wrapped) -> Wrapped:
    """Decorate a function that runs layers in an ordinary or another way: threads take turns in all such functions.

    A layer that runs in another way has another stride or activation until its call is over. Models may share layers,
    so there is one lock for all. What is compiled takes it when it is traced only. Keras's own call of a model does not
    take it, so no thread may call a model in which another has such a function at work.
    """

    @wraps(run)
    def alone(*args: Any, **kwargs: Any) -> Any:
        with _changing:
            return run(*args, **kwargs)

    return alone  # type: ignore[return-value]


def without_stride(layer: Any, call: Run) -> Run:
    """Return `call`; where the layer is a strided 1 x 1 convolution, an unstrided one on every stride-th cell.

    The values are the same. `call` is the layer, or a function that calls it.

    Run eagerly, TensorFlow 2.21 with oneDNN writes past the end of its memory in the strided one's gradient by an input
    of 8 channels or fewer; the process crashes later, with "corrupted size vs. prev_size" or the like.
    """

    def sliced(x: Any, **_: Any) -> Any:
        strides = layer.strides
        rows, columns = (slice(None, None, stride) for stride in strides)
        layer.strides = (1, 1)
        try:
            return call(x[:, rows, columns] if layer.data_format == "channels_last" else x[:, :, rows, columns])
        finally:
            layer.strides = strides

    pointwise = isinstance(layer, layers.Conv2D) and tuple(layer.kernel_size) == (1, 1)
    run: Run = sliced if pointwise and max(layer.strides) > 1 else call
    return run


def without_activation(layer: layers.Layer) -> Run:
    """Return the layer without the activation that is one of its arguments."""

    def linear(*args: Any, **kwargs: Any) -> Any:
        activation, layer.activation = layer.activation, keras.activations.linear
        try:
            return layer(*args, **kwargs)
        finally:
            layer.activation = activation

    return linear
