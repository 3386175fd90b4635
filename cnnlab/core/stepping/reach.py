"""Which input cells each output cell is made of: along every axis, and over the channels."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from math import prod
from typing import NamedTuple

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
    """Along one axis: a place in the kernel and the place in the input under it, which may lie outside the input."""

    kernel: int
    input: int


class Seen(NamedTuple):
    """The positions (spatial..., channel) that an output cell looks at, each channel's in kernel order."""

    inside: tuple[Index, ...]
    padding: tuple[Index, ...]  # outside the input: zeros to a convolution, not counted by pooling


@dataclass(frozen=True)
class Reach:
    """The cells of every window as tables, one for each axis and one for the channels: none depends on another."""

    input_shape: Index  # (spatial..., channels)
    output_shape: Index
    taps: tuple[tuple[tuple[Tap, ...], ...], ...]  # [axis][output index], in kernel order; global pooling: index 0
    channels: tuple[Index, ...]  # [output channel]: the input channels that it reads

    def places(self, at: Index) -> list[tuple[Index, Index]]:
        """For an output cell, each (kernel position, input position), spatial, in kernel order."""
        spatial = at[:-1] or (0,) * len(self.taps)  # global pooling without keepdims has no spatial axes left
        along = [axis[index] for axis, index in zip(self.taps, spatial, strict=True)]
        return [(tuple(tap.kernel for tap in taps), tuple(tap.input for tap in taps)) for taps in product(*along)]

    def is_inside(self, place: Index) -> bool:
        """Whether a spatial position lies in the input, not in its padding."""
        return all(0 <= index < size for index, size in zip(place, self.input_shape[:-1], strict=True))

    @property
    def term_count(self) -> int:
        """How many terms all output cells have together, padding included."""
        return prod(sum(map(len, axis)) for axis in self.taps) * sum(map(len, self.channels))


def reach(layer: dict, input_shape: tuple[int, ...]) -> Reach:
    """Which input cells each output cell of a layer is made of; no weights needed.

    `layer` is a Keras layer config, `input_shape` (spatial..., channels) without batch.
    Through kernel index k, output index o of convolution and pooling sees input index o S + k D - before; that of a
    transposed convolution receives from the input index i with i S + k D - before = o, where there is one (Dumoulin
    and Visin 2016, chapter 4). Raises StepError for a kind that has no steps, LayerError for what Keras refuses.

    >>> same = {"pool_size": 2, "padding": "same"}
    >>> reach({"class_name": "MaxPooling1D", "config": same}, (3, 1)).taps[0][1]
    (Tap(kernel=0, input=2), Tap(kernel=1, input=3))
    """
    facts = describe(layer, input_shape)
    arguments = Arguments(layer["class_name"], layer.get("config", {}))
    if arguments.class_name not in KINDS or arguments.channels_first():
        raise StepError(
            N_("A layer to step through, channels last, was expected: one of {known}; {came} came."),
            known=", ".join(sorted(KINDS)),
            came=arguments.class_name + (" with channels first" if arguments.channels_first() else ""),
        )
    if arguments.class_name == "Dense" and len(input_shape) != 1:
        raise StepError(
            N_("Dense on a flat input (features,) was expected; {came} came. Flatten it first."),
            came=tuple(input_shape),
        )
    input_shape = tuple(input_shape)
    channels = _channels(arguments, input_shape[-1], facts.output_shape[-1])
    return Reach(input_shape, facts.output_shape, _taps(facts, input_shape[:-1]), channels)


def window(layer: dict, input_shape: tuple[int, ...], at: Sequence[int]) -> Seen:
    """The input positions that the output cell `at` (spatial..., channel) looks at, inside the input and in padding.

    A transposed convolution's are those that add to the cell. Raises StepError for a cell outside the output, and as
    `reach`.

    >>> causal = {"filters": 1, "kernel_size": 2, "padding": "causal"}
    >>> window({"class_name": "Conv1D", "config": causal}, (4, 1), (0, 0))
    Seen(inside=((0, 0),), padding=((-1, 0),))
    """
    table = reach(layer, input_shape)
    at = cell(at, table.output_shape)
    all_places = [place for _, place in table.places(at)]
    positions = [(*place, channel) for channel in table.channels[at[-1]] for place in all_places]
    inside = {position for position in positions if table.is_inside(position[:-1])}
    return Seen(
        tuple(each for each in positions if each in inside), tuple(each for each in positions if each not in inside)
    )


def touched(layer: dict, input_shape: tuple[int, ...], position: Sequence[int]) -> tuple[Index, ...]:
    """The output cells (spatial..., channel) that depend on the input cell `position`: those whose `window` has it.

    In row order, channel last. Raises StepError for a position outside the input, and as `reach`.

    >>> touched({"class_name": "Conv1D", "config": {"filters": 1, "kernel_size": 2}}, (4, 1), (2, 0))
    ((1, 0), (2, 0))
    """
    table = reach(layer, input_shape)
    *place, channel = cell(position, table.input_shape)
    along = [
        [output for output, taps in enumerate(axis) if any(tap.input == index for tap in taps)]
        for axis, index in zip(table.taps, place, strict=True)
    ]
    outputs = [output for output, read in enumerate(table.channels) if channel in read]
    cells = product(*along, outputs)
    return tuple(each[len(each) - len(table.output_shape) :] for each in cells)


def cell(at: Sequence[int], shape: Index) -> Index:
    """`at` as a cell of `shape`; StepError unless it is one.

    >>> cell([2, 0], (3, 1))
    (2, 0)
    """
    if len(at) != len(shape) or not all(is_integer(i, 0) and i < size for i, size in zip(at, shape, strict=True)):
        raise StepError(
            N_("A cell of a map of the shape {shape}, counted from 0, was expected; {came} came. Name one inside."),
            shape=shape,
            came=tuple(at),
        )
    return tuple(int(index) for index in at)


def _taps(facts: LayerFacts, spatial: Index) -> tuple[tuple[tuple[Tap, ...], ...], ...]:
    if facts.scatters is not None:
        return tuple(_gathered([each.cells(i) for i in range(each.output_size)], each.size) for each in facts.scatters)
    if facts.windows is None:  # global pooling: one window, the whole map
        return tuple((tuple(Tap(index, index) for index in range(size)),) for size in spatial)
    return tuple(
        tuple(tuple(Tap(k, cell) for k, cell in enumerate(each.cells(o))) for o in range(each.output_size))
        for each in facts.windows
    )


def _gathered(scattered: list[range], size: int) -> tuple[tuple[Tap, ...], ...]:
    """From the output cells that each input cell adds to, what each of `size` output cells receives."""
    found: list[list[Tap]] = [[] for _ in range(size)]
    for i, cells in enumerate(scattered):
        for k, o in enumerate(cells):
            if 0 <= o < size:  # padding same cuts off what falls beyond
                found[o].append(Tap(k, i))
    return tuple(tuple(sorted(taps)) for taps in found)


def _channels(arguments: Arguments, channels: int, outputs: int) -> tuple[Index, ...]:
    """For each output channel, the input channels that it reads."""
    if arguments.class_name in POOLING | DEPTHWISE:
        return tuple((output // (outputs // channels),) for output in range(outputs))
    groups = arguments.integer("groups", 1) if arguments.class_name in CONVOLUTIONS else 1
    each, width = outputs // groups, channels // groups
    return tuple(tuple(range(output // each * width, (output // each + 1) * width)) for output in range(outputs))
