"""A network as a graph of layers: who is called on whose output."""

from dataclasses import dataclass
from typing import NamedTuple

from cnnlab.core.errors import CnnLabError


class NetworkError(CnnLabError):
    """No network can be read, or its layers do not go together; the text says why and what to do."""


class Tensor(NamedTuple):
    """One output of one call of a layer."""

    layer: str
    call: int = 0
    output: int = 0


@dataclass(frozen=True)
class Layer:
    """A layer, or a whole network in a layer's place, and the tensors that each of its calls takes.

    `kind` is what the layer is described as; it differs from `class_name` for a bare operation, as in x + 3.
    """

    name: str
    class_name: str
    kind: str
    config: dict
    calls: tuple[tuple[Tensor, ...], ...]
    nested: "Graph | None" = None


@dataclass(frozen=True)
class Graph:
    """The layers of a network in Keras's order, the tensors that come in and those that go out.

    `input_shapes` has a shape for each tensor of `inputs`, without batch axis, with None where a size is open; it is
    itself None where not even the number of axes is known. `order` names the calls so that each comes after those
    whose outputs it takes; `steps` counts them, those inside nested networks included.
    """

    name: str
    class_name: str
    trainable: bool
    layers: tuple[Layer, ...]
    inputs: tuple[Tensor, ...]
    input_shapes: tuple[tuple | None, ...]
    outputs: tuple[Tensor, ...]
    order: tuple[Tensor, ...]
    steps: int
