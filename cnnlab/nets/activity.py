"""Feature maps of many layers from one run of a network, measured where they are computed."""

from collections.abc import Callable, Sequence
from typing import Any

import keras
import numpy as np
from keras import ops

from cnnlab.core.activations import pack
from cnnlab.core.errors import N_
from cnnlab.core.requests import Exciting, FoundMaps, LayerActivity
from cnnlab.nets.activations import ActivationsError, check_shape
from cnnlab.nets.channel_axis import channel_axes, input_axis
from cnnlab.nets.gradients import compiled
from cnnlab.nets.graph import Graph
from cnnlab.nets.surgery import find_map

ROUNDING = 1e-5  # of the mean square: a variance below is that of equal values


class Activity:
    """The maps of `layers` for a picture, and what is measured of their channels; compiled once for each input size.

    `layers` are names as cnnlab.nets.grad_cam takes them. Raises SurgeryError if the model is no graph of layers, or a
    layer is unknown, has no feature map as its output or runs more than once; a run raises ActivationsError if the
    picture does not fit, or if values are infinite or undefined.
    """

    def __init__(self, model: keras.Model, layers: Sequence[str]):
        self._graph = Graph(model)
        self._layers = list(layers)
        self._steps = [find_map(self._graph, layer)[0] for layer in layers]
        self._prepared: set[tuple[tuple[int, ...], str]] = set()
        recorder = _Maps(self._graph, self._steps)
        self._run = compiled(lambda batch: _with_largest(recorder(batch, training=False)))
        self._measure = compiled(
            lambda batch: _measured(recorder(batch, training=False), recorder.brightness(batch)),
        )
        self._peaks = compiled(lambda batch: [_peak(maps) for maps in recorder(batch, training=False)])
        self._measure_one = compiled(lambda maps, batch: _measured([maps], recorder.brightness(batch)))

    def __call__(self, picture: np.ndarray, layer: str) -> FoundMaps:
        """Return the maps of one of the layers for a picture (height, width, channels), and what is measured of it."""
        if layer not in self._layers:
            raise ValueError(f"{layer!r} is not among {self._layers}")
        batch = _batch(self._graph, picture)
        maps, largest = self._run(batch)
        own = ops.convert_to_numpy(maps[self._layers.index(layer)])
        most = float(ops.convert_to_numpy(largest))
        _check_finite(own, most)
        [numbers] = self._measure_one(own, batch)
        activity = LayerActivity(*ops.convert_to_numpy(numbers))
        return FoundMaps(pack(own[0]), activity, most, None, 0.0)

    def prepare(self, picture: np.ndarray, layer: str) -> None:
        """Compile what a call takes, once for each layer."""
        if (picture.shape, layer) not in self._prepared:
            self(picture, layer)
            self._prepared.add((picture.shape, layer))

    def measure(self, picture: np.ndarray) -> tuple[LayerActivity, ...]:
        """Return what is measured of all layers for a picture (height, width, channels)."""
        numbers = [ops.convert_to_numpy(found) for found in self._measure(_batch(self._graph, picture))]
        _check_finite(*numbers)
        return tuple(LayerActivity(*found) for found in numbers)

    def exciting(
        self, pictures: Sequence[np.ndarray], count: int, progress: Callable[[int, int], None] = lambda *_: None
    ) -> tuple[Exciting, ...]:
        """Return for each layer the `count` pictures, each with its cell, in which each channel is largest."""
        found = []
        for at, picture in enumerate(pictures):
            progress(at, len(pictures))
            peaks = self._peaks(_batch(self._graph, picture))
            found.append([tuple(map(ops.convert_to_numpy, peak)) for peak in peaks])
        return tuple(_best([peaks[at] for peaks in found], count) for at in range(len(self._layers)))


def first_kernels(model: keras.Model, layer: str) -> np.ndarray | None:
    """Return the kernels (rows, columns, 3, filters) of the first convolution if that is `layer`, else None."""
    graph = Graph(model)
    kernels = ((at, getattr(step.operation, "kernel", None)) for at, step in enumerate(graph.steps))
    at, kernel = next(((at, kernel) for at, kernel in kernels if kernel is not None), (-1, None))
    if kernel is None or graph.find(layer) != [at] or len(kernel.shape) != 4 or kernel.shape[2] != 3:
        return None
    return np.asarray(ops.convert_to_numpy(kernel), "float32")


def _best(peaks: Sequence[tuple[np.ndarray, ...]], count: int) -> Exciting:
    """The best `count` of (value, index of the cell) for each channel, from one entry a picture."""
    values, cells = (np.stack([peak[part] for peak in peaks], axis=1) for part in (0, 1))  # (channels, pictures)
    order = np.argsort(-values, axis=1, kind="stable")[:, :count]
    chosen = np.take_along_axis(cells, order, axis=1)
    places = np.stack(np.divmod(chosen, int(peaks[0][2])), axis=-1)
    return Exciting(
        order.astype(np.uint8),
        places.astype(np.uint16),
        np.take_along_axis(values, order, axis=1).astype(np.float32),
    )


def _check_finite(*found: np.ndarray | float) -> None:
    if not all(np.isfinite(values).all() for values in found):
        raise ActivationsError(
            N_("Some values of the feature maps are infinite or undefined. Check the model's weights.")
        )


def _batch(graph: Graph, picture: np.ndarray) -> np.ndarray:
    batch = np.asarray(picture, "float32")[None]
    check_shape(tuple(graph.model.inputs[0].shape[1:]), batch)
    return batch


class _Maps(keras.layers.Layer):  # type: ignore[misc]  # Keras has no type stubs
    """Runs a model's graph again and returns the outputs of steps, float32 (batch, rows, columns, channels)."""

    def __init__(self, graph: Graph, steps: Sequence[int]):
        super().__init__(name="maps")
        self.inner, self.graph, self.steps = graph.model, graph, list(steps)
        self.axes = channel_axes(graph)
        self.built = True

    def call(self, pictures: Any, training: bool = False) -> list[Any]:
        """Layers whose call recorded no `training` get it through Keras's call context."""
        values = self.graph.run(pictures)
        return [ops.moveaxis(ops.cast(values[at, 0], "float32"), self.axes[at], -1) for at in self.steps]

    def brightness(self, pictures: Any) -> Any:
        """The mean of a picture's channels, (batch, rows, columns, 1)."""
        return ops.expand_dims(ops.mean(ops.cast(pictures, "float32"), axis=input_axis(self.graph)), -1)


def _with_largest(maps: list[Any]) -> tuple[list[Any], Any]:
    """The maps as they are, and the largest absolute value in any of them."""
    ends = [end for values in maps for end in (ops.max(values), -ops.min(values))]
    return maps, ops.max(ops.stack(ends))


def _measured(maps: Sequence[Any], brightness: Any) -> list[Any]:
    """The numbers of each layer's channels for the first picture, (5, channels)."""
    grey: dict[tuple[int, int], Any] = {}
    numbers = []
    for values in maps:
        size = values.shape[1], values.shape[2]
        if size not in grey:
            shrunk = ops.image.resize(brightness, size, antialias=True, data_format="channels_last")
            grey[size] = ops.reshape(shrunk - ops.mean(shrunk), (1, -1))
        numbers.append(_numbers(ops.reshape(values[0], (size[0] * size[1], -1)), grey[size]))
    return numbers


def _numbers(values: Any, grey: Any) -> Any:
    """Of maps (cells, channels) and centred grey values (1, cells): lowest, highest, mean, share of zeros, likeness.

    As the grey values add up to 0, their product with a channel is that with the centred channel.
    """
    cells = values.shape[0]
    each = ops.full((1, cells), 1 / cells)
    mean, squares = ops.matmul(each, values), ops.matmul(each, ops.square(values))
    zeros = ops.matmul(each, ops.cast(ops.equal(values, 0), "float32"))
    variance = squares - ops.square(mean)
    variance = ops.where(variance > ROUNDING * squares, variance, 0.0)
    products = ops.sqrt(variance * ops.mean(ops.square(grey)))
    likeness = ops.divide_no_nan(ops.abs(ops.matmul(grey, values)) / cells, products)
    lows, highs = ops.min(values, axis=0, keepdims=True), ops.max(values, axis=0, keepdims=True)
    return ops.concatenate([lows, highs, mean, zeros, likeness], axis=0)


def _peak(maps: Any) -> tuple[Any, Any, Any]:
    """The largest value of each channel of the first picture, the index of its cell, row by row, and the columns."""
    cells = ops.reshape(maps[0], (-1, ops.shape(maps)[-1]))
    return ops.max(cells, axis=0), ops.argmax(cells, axis=0), ops.shape(maps)[2]
