"""What a layer's output cells read along one axis of the picture, as a table of input cells by output cells."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cnnlab.core.layers import describe, reach
from cnnlab.core.layers.describe import WHOLE_PICTURE
from cnnlab.core.network import operations
from cnnlab.core.network.gates import is_pooled
from cnnlab.core.network.graph import Layer
from cnnlab.core.network.reads import ONE_BY_ONE, RESIZED

Reads = NDArray[np.bool_]  # (input cells, output cells)
OWN, ALL = "own", "all"  # each cell reads the one at its place; each one reads all
How = str | tuple[Reads, ...]  # OWN, ALL, or a table for each axis
MOST_KEPT = 2**23  # cells of the tables that are kept, and of those of one layer more
OWN_NAMES = (*ONE_BY_ONE, "Dense", "Softmax", "UnitNormalization")


class Axes:
    """Reads layers of networks whose channels are last, or first; it keeps the tables of windows that come again."""

    def __init__(self, channels_first: bool):
        self.channels_first = channels_first
        self._tables: dict[tuple[Any, ...], Reads] = {}
        self._kept = 0

    def sizes(self, shape: tuple[int, ...]) -> tuple[int, ...]:
        """The sizes of a shape (without the batch axis) along the axes of the picture; () for a vector."""
        return shape[1:] if self.channels_first else shape[:-1]

    def reads(self, layer: Layer, shape: tuple[int, ...], output: tuple[int, ...]) -> How | None:
        """What the output cells of a layer with one input read; None if it is unknown, or does not go axis by axis."""
        if is_pooled(layer, (), self.channels_first):
            return ALL
        if layer.operation:
            return OWN if layer.class_name in operations.UNARY else None
        rearranges = layer.class_name in ("Flatten", "Reshape")
        if rearranges and all(size == 1 for size in self.sizes(output)):  # also a vector
            return ALL
        if rearranges or layer.class_name == "Permute":
            return None
        return self._layer(layer, shape, self.sizes(shape), self.sizes(output))

    def _layer(
        self, layer: Layer, shape: tuple[int, ...], inputs: tuple[int, ...], outputs: tuple[int, ...]
    ) -> How | None:
        name, config = layer.class_name, layer.config
        if name in ("GroupNormalization", *WHOLE_PICTURE):
            return ALL
        if name in OWN_NAMES or name.startswith("SpatialDropout"):
            along_channels = config.get("axis", -1) in (-1, [-1], [len(shape)], len(shape)) and not self.channels_first
            return OWN if along_channels or name in ONE_BY_ONE or name.startswith("SpatialDropout") else None
        if name.startswith("Adaptive"):
            return self._tabled(reach.through_adaptive, inputs, outputs)
        if name.startswith(("UpSampling", "Resizing")):
            through = RESIZED.get(config.get("interpolation", "bilinear" if "height" in config else "nearest"))
            partly = any(config.get(key) for key in ("crop_to_aspect_ratio", "pad_to_aspect_ratio", "antialias"))
            return None if through is None or partly else self._tabled(through, inputs, outputs)
        facts = describe({"class_name": name, "config": config}, shape)
        if facts.scatters:
            return self._tabled(reach.through_transposed, facts.scatters, outputs)
        return self._tabled(reach.through_window, facts.windows, outputs) if facts.windows else None

    def _tabled(self, through: Callable[..., Reads], along: tuple[Any, ...], outputs: tuple[int, ...]) -> How:
        keys = [(through, how, size) for how, size in zip(along, outputs, strict=True)]
        if self._kept > MOST_KEPT:
            self._tables, self._kept = {}, 0
        for key in keys:
            if key not in self._tables:
                self._tables[key] = through(np.eye(key[2], dtype=bool), 0, key[1])
                self._kept += self._tables[key].size
        return tuple(self._tables[key] for key in keys)
