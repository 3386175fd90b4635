"""A network as a graph of layers: which layer is called on whose output."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from cnnlab.core.errors import CnnLabError

Shape = tuple[int | None, ...]  # None for a size that is open or unknown


class NetworkError(CnnLabError):
    """A network that cannot be read, or whose layers do not fit together; the text says why and what to do."""


class Tensor(NamedTuple):
    """One output of one call of a layer."""

    layer: str
    call: int = 0
    output: int = 0

    @property
    def first(self) -> "Tensor":
        """The first output of the same call."""
        return self if self.output == 0 else Tensor(self.layer, self.call)


Place = tuple[Tensor, ...]  # the calls of nested networks that lead to a graph; () for the outermost


class Constant(NamedTuple):
    """An array that a layer is called on, of which only the shape counts: all its axes."""

    shape: Shape


@dataclass(frozen=True)
class Call:
    """One call of a layer; in its arguments, tensors and arrays stand as Tensor and Constant."""

    args: tuple[Any, ...]
    kwargs: Mapping[str, Any]

    @cached_property
    def tensors(self) -> tuple[Tensor, ...]:
        """Every tensor among the arguments, in order."""
        return tuple(leaf for leaf in leaves([self.args, self.kwargs]) if isinstance(leaf, Tensor))

    @property
    def inputs(self) -> Any:
        """The first argument, which a layer transforms or merges; others are masks, initial states and the like."""
        if self.args:
            return self.args[0]
        return self.kwargs.get("inputs", next(iter(self.kwargs.values()), None))


@dataclass(frozen=True)
class Layer:
    """A layer, an operation such as x + 3, or a nested network, and its calls.

    `custom` says that its class is not one of Keras's, whatever its name.
    """

    name: str
    class_name: str
    config: dict[str, Any]
    calls: tuple[Call, ...]
    operation: bool = False
    custom: bool = False
    nested: "Graph | None" = None


@dataclass(frozen=True)
class Graph:
    """The layers of a network in Keras's order, with its input and output tensors.

    `input_shapes` has a shape for each tensor of `inputs`, without the batch axis and with None for an open size; a
    shape is itself None if not even the number of axes is known. `input_names` are their keys where a call passes them
    in a dict. `order` lists the calls so that each comes after those whose outputs it takes; `steps` is their number,
    including those in nested networks. `saved` has the shapes that the file gives for outputs of layers, with the batch
    axis. In a `chain`, a Sequential model, they are the shapes that the layers after them were built for.
    """

    name: str
    class_name: str
    trainable: bool
    layers: tuple[Layer, ...]
    inputs: tuple[Tensor, ...]
    input_names: tuple[str, ...]
    input_shapes: tuple[Shape | None, ...]
    outputs: tuple[Tensor, ...]
    order: tuple[Tensor, ...]
    steps: int
    saved: Mapping[Tensor, Shape]
    chain: bool

    @cached_property
    def formats(self) -> frozenset[str]:
        """The data formats of the layers, those of nested networks included."""
        found: set[str] = set()
        for layer in self.layers:
            if layer.nested:
                found |= layer.nested.formats
            elif layer.class_name != "Flatten" and isinstance(layer.config.get("data_format"), str):
                found.add(layer.config["data_format"])
        return frozenset(found)

    def sources(self, call: Call) -> list[Tensor | Constant]:
        """What a call of this network gives each of its inputs, in their order; those in a dict are found by name."""
        inputs = call.inputs
        if isinstance(inputs, dict) and all(name in inputs for name in self.input_names):
            inputs = [inputs[name] for name in self.input_names]
        return list(leaves(inputs))


def leaves(value: Any) -> Iterator[Tensor | Constant]:
    """The tensors and constants in nested lists and dicts; those of a dict in the order of their keys, as in Keras."""
    if isinstance(value, Tensor | Constant):
        yield value
    elif isinstance(value, dict):
        for key in sorted(value, key=str):
            yield from leaves(value[key])
    elif isinstance(value, list | tuple):
        for item in value:
            yield from leaves(item)
