"""Which input cells each output cell depends on: along every axis, and over the channels."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from math import prod
from typing import Any, NamedTuple

from cnnlab.core.errors import N_, CnnLabError
from cnnlab.core.layers import LayerFacts, describe
from cnnlab.core.layers.arguments import Arguments, is_integer

Index = tuple[int, ...]
MAX = {f"{where}MaxPooling{rank}D" for where in ("", "Global") for rank in (1, 2, 3)}
AVERAGE = {f"{where}AveragePooling{rank}D" for where in ("", "Global") for rank in (1, 2, 3)}
CONVOLUTIONS = {"Conv1D", "Conv2D", "Conv3D"}
DEPTHWISE = {"DepthwiseConv1D", "DepthwiseConv2D"}
SEPARABLE = {"SeparableConv1D", "SeparableConv2D"}
TRANSPOSED = {"Conv1DTranspose", "Conv2DTranspose", "Conv3DTranspose"}
POOLING = MAX | AVERAGE
KINDS = POOLING | CONVOLUTIONS | DEPTHWISE | SEPARABLE | TRANSPOSED | {"Dense"}


class StepError(CnnLabError):
    """The layer, the cell or the arrays cannot be stepped through."""


class Tap(NamedTuple):
    """Along one axis: a kernel index and the input index under it, which may lie outside the input."""

    kernel: int
    input: int


class Positions(NamedTuple):
    """The positions (spatial..., channel) that an output cell reads, in kernel order within each channel."""

    inside: tuple[Index, ...]
    padding: tuple[Index, ...]  # outside the input: zeros to a convolution, not counted in pooling


@dataclass(frozen=True)
class Reach:
    """The cells of every window as tables, one for each axis and one for the channels; the axes are independent."""

    input_shape: Index  # (spatial..., channels)
    output_shape: Index
    taps: tuple[tuple[tuple[Tap, ...], ...], ...]  # [axis][output index], in kernel order; global pooling: index 0
    channels: tuple[Index, ...]  # [output channel]: the input channels that it reads

    def places(self, at: Index) -> list[tuple[Index, Index]]:
        """Return the (kernel position, input position) pairs of an output cell, both spatial, in kernel order."""
        spatial = at[:-1] or (0,) * len(self.taps)  # global pooling without keepdims has no spatial axes left
        along = [axis[index] for axis, index in zip(self.taps, spatial, strict=True)]
        return [(tuple(tap.kernel for tap in taps), tuple(tap.input for tap in taps)) for taps in product(*along)]

    def is_inside(self, place: Index) -> bool:
        """Whether a spatial position lies in the input rather than in its padding."""
        return all(0 <= index < size for index, size in zip(place, self.input_shape[:-1], strict=True))

    @property
    def term_count(self) -> int:
        """The number of terms of all output cells together, padding included."""
        return prod(sum(map(len, axis)) for axis in self.taps) * sum(map(len, self.channels))


def reach(layer: dict[str, Any], input_shape: Index, facts: LayerFacts | None = None) -> Reach:
    """Find the input cells that each output cell of a layer depends on; no weights needed.

    `layer` is a Keras layer config, `input_shape` (spatial..., channels) without the batch axis, `facts` the result of
    `describe` if the caller has it.
    Through kernel index k, output index o of convolution and pooling reads input index o S + k D - before; that of a
    transposed convolution receives from the input index i with i S + k D - before = o, if there is one (Dumoulin and
    Visin 2016, chapter 4). Raises StepError for other kinds of layers, LayerError for a layer that Keras refuses.

    >>> same = {"pool_size": 2, "padding": "same"}
    >>> reach({"class_name": "MaxPooling1D", "config": same}, (3, 1)).taps[0][1]
    (Tap(kernel=0, input=2), Tap(kernel=1, input=3))
    """
    facts = facts or describe(layer, input_shape)
    arguments = Arguments(layer["class_name"], layer.get("config", {}))
    if arguments.class_name not in KINDS:
        raise StepError(
            N_("{layer} cannot be stepped through. Choose one of {known}."),
            layer=arguments.class_name,
            known=", ".join(sorted(KINDS)),
        )
    if arguments.channels_first():
        raise StepError(
            N_('{layer} with channels first cannot be stepped through. Use `data_format="channels_last"`.'),
            layer=arguments.class_name,
        )
    if arguments.class_name == "Dense" and len(input_shape) != 1:
        raise StepError(
            N_("A Dense layer is stepped through on a flat input, but this one has the shape {shape}. Flatten it."),
            shape=tuple(input_shape),
        )
    input_shape = tuple(input_shape)
    channels = _channels(arguments, input_shape[-1], facts.output_shape[-1])
    return Reach(input_shape, facts.output_shape, _taps(facts, input_shape[:-1]), channels)


def window(layer: dict[str, Any], input_shape: Index, at: Sequence[int]) -> Positions:
    """Return the input positions that the output cell `at` (spatial..., channel) reads, without padding.

    For a transposed convolution these are the positions that add to the cell. Raises StepError for a cell outside the
    output, and like `reach`.

    >>> causal = {"filters": 1, "kernel_size": 2, "padding": "causal"}
    >>> window({"class_name": "Conv1D", "config": causal}, (4, 1), (0, 0))
    Positions(inside=((0, 0),), padding=((-1, 0),))
    """
    table = reach(layer, input_shape)
    at = checked_cell(at, table.output_shape)
    places = [place for _, place in table.places(at)]
    inside: list[Index] = []
    padding: list[Index] = []
    for channel in table.channels[at[-1]]:
        for place in places:
            (inside if table.is_inside(place) else padding).append((*place, channel))
    return Positions(tuple(inside), tuple(padding))


def dependents(layer: dict[str, Any], input_shape: Index, position: Sequence[int]) -> tuple[Index, ...]:
    """Return the output cells (spatial..., channel) whose `window` contains the input cell `position`.

    In row order, channel last. Raises StepError for a position outside the input, and like `reach`.

    >>> dependents({"class_name": "Conv1D", "config": {"filters": 1, "kernel_size": 2}}, (4, 1), (2, 0))
    ((1, 0), (2, 0))
    """
    table = reach(layer, input_shape)
    *place, channel = checked_cell(position, table.input_shape)
    along = [
        [output for output, taps in enumerate(axis) if any(tap.input == index for tap in taps)]
        for axis, index in zip(table.taps, place, strict=True)
    ]
    outputs = [output for output, read in enumerate(table.channels) if channel in read]
    return tuple(cell[len(cell) - len(table.output_shape) :] for cell in product(*along, outputs))


def checked_cell(at: Sequence[int], shape: Index) -> Index:
    """Return `at` as a tuple; StepError unless it is a cell of `shape`.

    >>> checked_cell([2, 0], (3, 1))
    (2, 0)
    """
    if len(at) != len(shape) or not all(is_integer(i, 0) and i < size for i, size in zip(at, shape, strict=True)):
        raise StepError(
            N_("There is no cell {cell} in a map of the shape {shape}. Choose one inside it, counted from 0."),
            cell=tuple(at),
            shape=shape,
        )
    return tuple(int(index) for index in at)


def _taps(facts: LayerFacts, spatial: Index) -> tuple[tuple[tuple[Tap, ...], ...], ...]:
    if facts.scatters is not None:
        return tuple(_gathered([axis.cells(i) for i in range(axis.output_size)], axis.size) for axis in facts.scatters)
    if facts.windows is None:  # global pooling: one window, the whole map
        return tuple((tuple(Tap(index, index) for index in range(size)),) for size in spatial)
    return tuple(
        tuple(tuple(Tap(k, cell) for k, cell in enumerate(axis.cells(o))) for o in range(axis.output_size))
        for axis in facts.windows
    )


def _gathered(scattered: list[range], size: int) -> tuple[tuple[Tap, ...], ...]:
    """Turn the output cells that each input cell adds to into the taps that each of `size` output cells receives."""
    found: list[list[Tap]] = [[] for _ in range(size)]
    for i, cells in enumerate(scattered):
        for k, o in enumerate(cells):
            if 0 <= o < size:  # `same` cuts off the rest
                found[o].append(Tap(k, i))
    return tuple(tuple(sorted(taps)) for taps in found)


def _channels(arguments: Arguments, channels: int, outputs: int) -> tuple[Index, ...]:
    """The input channels that each output channel reads."""
    if arguments.class_name in POOLING | DEPTHWISE:
        return tuple((output // (outputs // channels),) for output in range(outputs))
    groups = arguments.integer("groups", 1) if arguments.class_name in CONVOLUTIONS else 1
    per_group, width = outputs // groups, channels // groups
    return tuple(
        tuple(range(output // per_group * width, (output // per_group + 1) * width)) for output in range(outputs)
    )
