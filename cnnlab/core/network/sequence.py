"""The layers of a network without branches, in order, read from its .keras file without loading the model."""

from dataclasses import dataclass
from itertools import pairwise
from math import prod
from pathlib import Path
from typing import Any, cast

import numpy as np

from cnnlab.core.errors import N_
from cnnlab.core.file_cache import cached_by_file
from cnnlab.core.layers.arguments import short_repr
from cnnlab.core.network.archive import read_keras_file
from cnnlab.core.network.graph import Layer, NetworkError, Tensor
from cnnlab.core.network.rows import Row

PASSING = ("InputLayer", "Rescaling", "Dropout")  # they pass their input on, or a multiple of it


@dataclass(frozen=True)
class SequentialLayer:
    """A layer, and the name of the layer whose values it computes with; "" for the first one.

    A layer after a dropout computes with the values before it, because dropout does nothing in inference.
    """

    row: Row
    config: dict[str, Any]  # {"class_name": ..., "config": ...}
    previous: str

    @property
    def name(self) -> str:
        return self.row.name

    @property
    def class_name(self) -> str:
        return self.row.class_name

    @property
    def shape(self) -> tuple[int, ...]:
        """The shape of the output: (height, width, channels) or (values,)."""
        return cast("tuple[int, ...]", self.row.output_shapes[0])

    @property
    def has_maps(self) -> bool:
        """Whether the output is feature maps rather than a vector."""
        return len(self.shape) == 3

    @property
    def count(self) -> int:
        """The number of feature maps, or of values in a vector."""
        return self.shape[-1]

    @property
    def field_size(self) -> tuple[int, ...] | None:
        """The receptive field of a cell, (height, width); None for a vector."""
        return self.row.receptive_field.size if self.row.receptive_field else None


@cached_by_file
def sequence(model_file: Path) -> tuple[SequentialLayer, ...]:
    """Return every layer of Keras's `model.layers`, in order; in a functional model the first is the input layer.

    Raises NetworkError like `read_keras_file`, and for a network with branches or with a layer that is not known here.

    >>> from cnnlab.core.cards import PRETRAINED
    >>> layers = sequence(PRETRAINED / "mnist_convnet" / "model.keras")
    >>> [layer.name for layer in layers if layer.class_name == "Conv2D"], layers[2].previous
    (['conv1', 'conv2', 'conv3'], 'scaling')
    """
    network = read_keras_file(model_file)
    if any(_tensors(layer) != [(Tensor(before.name),)] for before, layer in pairwise(network.layers)):
        raise NetworkError(
            N_(
                "The network {name} has branches: not every layer takes the output of the layer before it alone. Use a "
                "network without branches."
            ),
            name=network.name[:60],
        )
    configs = {layer.name: {"class_name": layer.class_name, "config": layer.config} for layer in network.layers}
    layers, previous = [], ""
    for row in network.table():
        _check_known(network.name, row)
        layers.append(SequentialLayer(row, configs[row.name], previous))
        if row.class_name != "Dropout":
            previous = row.name
    return tuple(layers)


def _tensors(layer: Layer) -> list[tuple[Tensor, ...]]:
    return [call.tensors for call in layer.calls]


def _check_known(network: str, row: Row) -> None:
    if row.parameters is None or any(shape is None or None in shape for shape in row.output_shapes):
        raise NetworkError(
            N_(
                "Not everything is known about the layer {layer} of the network {name}: its class is {value}. Use a "
                "network of Keras's own layers."
            ),
            name=network[:60],
            layer=row.name[:60],
            value=short_repr(row.class_name),
        )


def main_layers(model_file: Path) -> tuple[SequentialLayer, ...]:
    """Return the layers without the input, rescaling and dropout.

    >>> from cnnlab.core.cards import PRETRAINED
    >>> [layer.count for layer in main_layers(PRETRAINED / "mnist_convnet" / "model.keras")]
    [32, 32, 64, 64, 128, 1152, 10]
    """
    return tuple(layer for layer in sequence(model_file) if layer.class_name not in PASSING)


def flattened_size(layers: tuple[SequentialLayer, ...]) -> int:
    """Return the number of values that Flatten passes to the first dense layer."""
    return next(prod(layer.shape) for layer in layers if layer.class_name == "Flatten")


def by_position(values: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    """Return flattened maps of `shape`, (height, width, channels), as (height * width, channels): a row per position.

    >>> by_position(np.arange(8), (2, 2, 2)).tolist()
    [[0, 1], [2, 3], [4, 5], [6, 7]]
    """
    height, width, channels = shape
    return values.reshape(height * width, channels)
