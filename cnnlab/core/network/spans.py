"""What every unit of every layer sees, from one pass through a network: `Network.sees` of all of them, for drawings.

As long as each layer treats the axes of the picture by themselves, the unit (row, column) of a feature map sees the
rows that belong to its row and the columns that belong to its column: one array for each axis holds them all. Where
maps are joined of which some units lie in the padding alone, as in NASNet, a unit without rows in one of them takes no
columns of it either. What such a map sees then has several parts.
"""

from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from cnnlab.core.layers.describe import MERGING
from cnnlab.core.network import operations
from cnnlab.core.network.described import Signal
from cnnlab.core.network.gates import gates
from cnnlab.core.network.graph import Graph, Layer, Place, Shape, Tensor
from cnnlab.core.network.one_axis import ALL, OWN, Axes, Reads
from cnnlab.core.network.table import Network
from cnnlab.core.network.widest import widest

Span = NDArray[np.int64]  # (units, 2): first cell and end of each unit along an axis; NOTHING where it reaches no cell
Spans = tuple[Span, ...]  # one for each axis of the picture
Signals = Mapping[Place, Mapping[Tensor, Signal]]
# Why it is not known what units see: a layer that is not known, one that does not go axis by axis, as Permute does,
# several inputs that a unit depends on, an input that is no picture, and a map that is too large, or too many of them.
Reason = Literal["layer", "axes", "inputs", "vector", "large"]
NOTHING = (2**40, -1)
LARGEST = 2048  # cells along an axis
MOST_PARTS = 16
MOST_READ = 2**28  # cells in the tables of all layers together
LEAST_READ = 64  # what one cell of a map counts for at least: its span is kept


class Sight(NamedTuple):
    """What the units of a tensor see of the network's input number `source`, or the `reason` why that is not known.

    A unit sees what lies between the first and the last cell of all `parts` in which it reaches one along every axis. A
    vector has one entry, for all its units together.
    """

    parts: tuple[Spans, ...]
    source: int = 0
    reason: Reason | None = None

    def most(self) -> tuple[int, ...]:
        """The most cells that one of the units sees, along each axis; () where that is not known."""
        return widest(self.parts)


UNKNOWN = Sight((), -1, "layer")


def spans(network: Network, signals: Signals) -> dict[Place, dict[Tensor, Sight]]:
    """The cells that the units of each tensor depend on, by the calls of nested networks that lead there.

    `signals` are those of `Network.signals`. A gate is left out, as in `Network.sees`.

    >>> from cnnlab.core.network import read
    >>> pool = {"class_name": "MaxPooling2D", "config": {"name": "pool", "pool_size": 2}}
    >>> layers = [{"class_name": "InputLayer", "config": {"batch_shape": [None, 4, 6, 1], "name": "input"}}, pool]
    >>> network = read({"class_name": "Sequential", "config": {"name": "small", "layers": layers}})
    >>> [(rows, columns)] = spans(network, network.signals())[()][Tensor("pool")].parts
    >>> rows.tolist(), columns.tolist()
    ([[0, 2], [2, 4]], [[0, 2], [2, 4], [4, 6]])
    """
    walk = _Walk(signals, Axes(network.formats == {"channels_first"}))
    walk.through(network, (), [walk.picture(network, index) for index in range(len(network.inputs))])
    return walk.found


class _Walk:
    def __init__(self, signals: Signals, axes: Axes):
        self._signals, self._axes, self._left = signals, axes, MOST_READ
        self.found: dict[Place, dict[Tensor, Sight]] = {}

    def picture(self, network: Network, index: int) -> Sight:
        """What the cells of an input see: each sees itself."""
        shape = _known(self._signals[()][network.inputs[index]].shape)
        if shape is None or len(network.formats) > 1:
            return Sight((), index, "layer")
        sizes = self._axes.sizes(shape)
        if not sizes or max(sizes) > LARGEST:
            return Sight((), index, "large" if sizes else "vector")
        return Sight((tuple(np.stack([np.arange(size), np.arange(size) + 1], axis=1) for size in sizes),), index)

    def through(self, graph: Graph, place: Place, inputs: Sequence[Sight]) -> list[Sight]:
        """What a graph's outputs see."""
        found = self.found.setdefault(place, {})
        found |= zip(graph.inputs, inputs, strict=True)
        layers, unknown = {layer.name: layer for layer in graph.layers}, UNKNOWN
        for at in graph.order:
            layer = layers[at.layer]
            if layer.nested:
                sources = layer.nested.sources(layer.calls[at.call])
                given = [found.get(source, unknown) if isinstance(source, Tensor) else unknown for source in sources]
                outputs = self.through(layer.nested, (*place, at), given)
                found |= {at._replace(output=index): output for index, output in enumerate(outputs)}
            else:
                found[at] = self._called(layer, at, self._signals[place], found)
        return [found.get(tensor, unknown) for tensor in graph.outputs]

    def _called(
        self, layer: Layer, at: Tensor, signals: Mapping[Tensor, Signal], found: Mapping[Tensor, Sight]
    ) -> Sight:
        """What the output of one call sees."""
        tensors = layer.calls[at.call].tensors
        left_out = gates(layer, [signals[tensor].pooled for tensor in tensors])
        kept = [tensor for tensor, is_gate in zip(tensors, left_out, strict=True) if not is_gate]
        given = [found.get(tensor, UNKNOWN) for tensor in kept]
        sources = {sight.source for sight in given if sight.source >= 0}
        if len(sources) > 1:
            return Sight((), -1, "inputs")
        source = min(sources, default=-1)
        reasons: list[Reason] = [sight.reason for sight in given if sight.reason]
        if reasons:
            return Sight((), source, reasons[0])
        shapes = [shape for tensor in kept if (shape := _known(signals[tensor].shape)) is not None]
        output = _known(signals[at].shape) if at in signals else None
        if layer.custom or output is None or not kept or len(shapes) < len(kept):
            return Sight((), source, "layer")
        if max(self._axes.sizes(output), default=0) > LARGEST or self._left < 0:
            return Sight((), source, "large")
        parts = self._parts(layer, given, shapes, output)
        parts = _joined(parts) if parts and len(parts) > 1 else parts
        return Sight(parts, source) if parts and len(parts) <= MOST_PARTS else Sight((), source, "axes")

    def _parts(
        self, layer: Layer, given: list[Sight], shapes: list[tuple[int, ...]], output: tuple[int, ...]
    ) -> tuple[Spans, ...] | None:
        """The parts of what the output sees; None where that does not go axis by axis."""
        merges = layer.class_name in (operations.MERGING if layer.operation else MERGING)
        before = tuple(spans for sight in given for spans in sight.parts)
        sizes = self._axes.sizes(output) or (1,) * len(before[0])
        if merges or layer.class_name == "Concatenate":  # each unit takes one of every input; an axis of 1 is repeated
            if {len(shape) for shape in shapes} != {len(output)} or not self._joins_channels(layer, len(output)):
                return None
            self._left -= LEAST_READ * len(before) * sum(sizes)
            return tuple(tuple(_repeat(*pair) for pair in zip(spans, sizes, strict=True)) for spans in before)
        how = self._axes.reads(layer, shapes[0], output) if len(given) == 1 else None
        if how == OWN:
            return before
        if how == ALL:
            return tuple(_all(spans, sizes) for spans in before)
        if how is None or isinstance(how, str):
            return None
        tables = how
        self._left -= len(before) * sum(table.size + LEAST_READ * table.shape[1] for table in tables)
        return tuple(tuple(_read(span, table) for span, table in zip(spans, tables, strict=True)) for spans in before)

    def _joins_channels(self, layer: Layer, rank: int) -> bool:
        """Whether a layer does not put maps beside each other; `rank` is that of its output."""
        axis = layer.config.get("axis", 0 if layer.operation else -1)
        channels = (1, -rank) if self._axes.channels_first else (-1, rank)
        return layer.class_name != "Concatenate" or rank == 1 or axis in channels


def _joined(parts: tuple[Spans, ...]) -> tuple[Spans, ...]:
    """The parts, with those that reach no cell at the same units made one."""
    groups: dict[tuple[bytes, ...], list[Spans]] = {}
    for spans in parts:
        groups.setdefault(tuple((span[:, 1] < 0).tobytes() for span in spans), []).append(spans)
    return tuple(tuple(_hull(along) for along in zip(*group, strict=True)) for group in groups.values())


def _hull(along: Sequence[Span]) -> Span:
    if len(along) == 1:
        return along[0]
    firsts, ends = np.min([span[:, 0] for span in along], axis=0), np.max([span[:, 1] for span in along], axis=0)
    return np.stack([firsts, ends], axis=1)


def _known(shape: Shape | None) -> tuple[int, ...] | None:
    """A shape without its batch axis; None if a size is unknown."""
    sizes = tuple(size for size in shape[1:] if size is not None) if shape is not None else ()
    return sizes if shape is not None and len(sizes) == len(shape) - 1 else None


def _read(span: Span, table: Reads) -> Span:
    firsts = np.where(table, span[:, :1], NOTHING[0]).min(axis=0, initial=NOTHING[0])
    ends = np.where(table, span[:, 1:], NOTHING[1]).max(axis=0, initial=NOTHING[1])
    return np.stack([firsts, ends], axis=1)


def _all(spans: Spans, sizes: tuple[int, ...]) -> Spans:
    """Each unit sees what all of them see together; of a vector there is one entry for all."""
    whole = [np.array([[span[:, 0].min(), span[:, 1].max()]]) for span in spans]
    return tuple(_repeat(*pair) for pair in zip(whole, sizes, strict=True))


def _repeat(span: Span, size: int) -> Span:
    return np.broadcast_to(span, (size, 2)) if len(span) == 1 else span
