"""A network as a graph of layers: which layer is called on whose output."""

from dataclasses import dataclass
from typing import Any, NamedTuple

from cnnlab.core.errors import CnnLabError


class NetworkError(CnnLabError):
    """A network that cannot be read, or whose layers do not fit together; the text says why and what to do."""


class Tensor(NamedTuple):
    """One output of one call of a layer."""

    layer: str
    call: int = 0
    output: int = 0


@dataclass(frozen=True)
class Layer:
    """A layer, or a nested network, and the input tensors of each of its calls.

    `kind` is the class that the layer is described as; it differs from `class_name` for a bare operation, as in x + 3.
    """

    name: str
    class_name: str
    kind: str
    config: dict[str, Any]
    calls: tuple[tuple[Tensor, ...], ...]
    nested: "Graph | None" = None


@dataclass(frozen=True)
class Graph:
    """The layers of a network in Keras's order, with its input and output tensors.

    `input_shapes` has a shape for each tensor of `inputs`, without the batch axis and with None for an open size; a
    shape is itself None if not even the number of axes is known. `order` lists the calls so that each comes after
    those whose outputs it takes; `steps` is their number, including those in nested networks.
    """

    name: str
    class_name: str
    trainable: bool
    layers: tuple[Layer, ...]
    inputs: tuple[Tensor, ...]
    input_shapes: tuple[tuple[int | None, ...] | None, ...]
    outputs: tuple[Tensor, ...]
    order: tuple[Tensor, ...]
    steps: int
