"""Run a layer without its stride, on the same weights."""

from collections.abc import Callable
from typing import Any

from keras import layers

Run = Callable[..., Any]  # a layer, or a function in its place


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
