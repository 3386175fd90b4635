"""The stations of a digit's way through a network, read from the model's file without asking the engine."""

from dataclasses import dataclass
from functools import lru_cache
from math import prod
from pathlib import Path
from typing import Any

from cnnlab.core.cards import ModelCard
from cnnlab.core.network import Row, read_keras_file

PASSING = ("InputLayer", "Rescaling", "Dropout")  # layers that hand on what they get, or a multiple of it


@dataclass(frozen=True)
class Station:
    """A layer on the way, and the layer whose values it works on."""

    row: Row
    layer: dict[str, Any]  # its Keras config
    before: str

    @property
    def name(self) -> str:
        return self.row.name

    @property
    def kind(self) -> str:
        return self.row.class_name

    @property
    def shape(self) -> tuple[int, ...]:
        return self.row.output_shapes[0]

    @property
    def has_maps(self) -> bool:
        """Whether its output is maps of rows and columns, and not a vector."""
        return len(self.shape) == 3

    @property
    def count(self) -> int:
        """How many maps there are, or numbers."""
        return self.shape[-1]

    @property
    def sees(self) -> tuple[int, ...] | None:
        """How many rows and columns of the picture a cell depends on; None after the maps have been flattened."""
        field = self.row.receptive_field
        return field.size if field else None


def way(card: ModelCard) -> list[Station]:
    """The layers that make something of what they get, in their order; the network must be one after another."""
    return [each for each in whole_way(card) if each.kind not in PASSING]


def parameters(card: ModelCard) -> list[int]:
    """How many each layer has, those without left out."""
    return [each.row.parameters for each in way(card) if each.row.parameters]


def reaching_dense(card: ModelCard) -> int:
    """How many values reach the first dense layer."""
    return next(prod(each.shape) for each in way(card) if each.kind == "Flatten")


def whole_way(card: ModelCard) -> list[Station]:
    """Every layer in its order, those too that only hand on; the first is the input."""
    return list(_whole_way(card.model_file, card.sha256))


@lru_cache(maxsize=4)
def _whole_way(path: Path, sha256: str) -> tuple[Station, ...]:
    network = read_keras_file(path)
    layers = {each.name: {"class_name": each.class_name, "config": each.config} for each in network.layers}
    stations, before = [], ""
    for row in network.table():
        stations.append(Station(row, layers[row.name], before))
        if row.class_name != "Dropout":
            before = row.name
    return tuple(stations)
