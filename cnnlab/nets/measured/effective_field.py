"""Which pixels a unit really depends on: the gradient of its outputs with respect to the picture.

Luo, Li, Urtasun, Zemel, "Understanding the Effective Receptive Field in Deep Convolutional Neural Networks" (2016).
"""

from collections.abc import Callable, Sequence
from typing import Any

import keras
import numpy as np
from keras import ops

from cnnlab.core.requests import EffectiveField
from cnnlab.nets.channel_axis import channel_axes, input_axis
from cnnlab.nets.gradients import compiled_gradient
from cnnlab.nets.graph import Graph
from cnnlab.nets.surgery import find_map

BATCH = 8  # pictures
Progress = Callable[[int, int], None]


class EffectiveFields:
    """Measures the units in the middle of the maps of these layers; compiled once for all of them.

    Raises SurgeryError if the model cannot be taken apart, or if a layer is unknown or has no feature map.
    """

    def __init__(self, model: keras.Model, layers: Sequence[str]):
        self._graph = Graph(model)
        found = [find_map(self._graph, layer) for layer in layers]
        self._steps, self.layers = [at for at, _ in found], [name for _, name in found]
        self._units: list[tuple[int, int]] = []
        self._axes, colours = channel_axes(self._graph), input_axis(self._graph)
        self._run = compiled_gradient(self._score, lambda gradient: ops.sum(ops.abs(gradient), axis=(0, colours)))
        self._spatial = [axis for axis in (1, 2, 3) if axis != colours]

    def __call__(
        self, pictures: np.ndarray, progress: Progress = lambda done, total: None
    ) -> tuple[EffectiveField, ...]:
        """Average over pictures (count, height, width, channels) in the model's own range and order of axes."""
        count, starts = len(self.layers), range(0, len(pictures), BATCH)
        totals = np.zeros((count, *(pictures.shape[axis] for axis in self._spatial)))
        for turn, (start, layer) in enumerate((start, layer) for start in starts for layer in range(count)):
            progress(turn, len(starts) * count)
            batch = np.asarray(pictures[start : start + BATCH], "float32")
            totals[layer] += ops.convert_to_numpy(self._run(batch.shape, batch, np.eye(count, dtype="float32")[layer]))
        peaks = np.maximum(totals.max(axis=(1, 2), keepdims=True), np.finfo(np.float64).tiny)
        fields = (totals / peaks).astype(np.float32)
        return tuple(map(EffectiveField, self.layers, self._units, fields))

    def _score(self, addend: Any, pictures: Any, chosen: Any) -> tuple[Any]:
        """The sum over the channels of the middle unit of the layer with a 1 in `chosen`, for all pictures."""
        values = self._graph.run(pictures + addend)
        self._units, scores = [], []
        for at in self._steps:
            maps = ops.moveaxis(ops.cast(values[at, 0], "float32"), self._axes.get(at, -1), -1)
            row, column = (size // 2 for size in maps.shape[1:3])
            self._units.append((row, column))
            scores.append(ops.sum(maps[:, row, column]))
        return (ops.sum(ops.stack(scores) * chosen),)
