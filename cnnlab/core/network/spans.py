"""What every unit of every layer sees, from one pass through a network: `Network.sees` of all of them, for drawings.

As long as each layer treats the axes of the picture by themselves, the unit (row, column) of a feature map sees the
rows that belong to its row and the columns that belong to its column: one array for each axis holds them all.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from cnnlab.core.layers.describe import MERGING
from cnnlab.core.network import operations
from cnnlab.core.network.described import Signal
from cnnlab.core.network.gates import gates
from cnnlab.core.network.graph import Graph, Layer, Place, Shape, Tensor
from cnnlab.core.network.one_axis import ALL, OWN, Axes, Reads
from cnnlab.core.network.table import Network

Span = NDArray[np.int64]  # (units, 2): first cell and end of each unit along an axis; NOTHING where it reaches no cell
Spans = tuple[Span, ...]  # one for each axis of the picture
Signals = Mapping[Place, Mapping[Tensor, Signal]]
NOTHING = (2**40, -1)
LARGEST = 2048  # cells along an axis


def spans(network: Network, signals: Signals) -> dict[Place, dict[Tensor, Spans | None]]:
    """The cells that the units of each tensor depend on, by the calls of nested networks that lead there.

    `signals` are those of `Network.signals`. A vector has one entry, for all its units together. None where it is not
    known what a layer reads, where it does not go axis by axis, as after Permute, in a network with several inputs, and
    for pictures with more than LARGEST cells along an axis. A gate is left out, as in `Network.sees`.

    >>> from cnnlab.core.network import read
    >>> pool = {"class_name": "MaxPooling2D", "config": {"name": "pool", "pool_size": 2}}
    >>> layers = [{"class_name": "InputLayer", "config": {"batch_shape": [None, 4, 6, 1], "name": "input"}}, pool]
    >>> network = read({"class_name": "Sequential", "config": {"name": "small", "layers": layers}})
    >>> rows, columns = spans(network, network.signals())[()][Tensor("pool")]
    >>> rows.tolist(), columns.tolist()
    ([[0, 2], [2, 4]], [[0, 2], [2, 4], [4, 6]])
    """
    walk = _Walk(signals, Axes(network.formats == {"channels_first"}))
    walk.through(network, (), [walk.picture(network)] * len(network.inputs))
    return walk.found


class _Walk:
    def __init__(self, signals: Signals, axes: Axes):
        self._signals, self._axes = signals, axes
        self.found: dict[Place, dict[Tensor, Spans | None]] = {}

    def picture(self, network: Network) -> Spans | None:
        """The spans of the input: each cell sees itself."""
        shape = _known(self._signals[()][network.inputs[0]].shape)
        sizes = self._axes.sizes(shape or ())
        if not sizes or max(sizes) > LARGEST or len(network.inputs) > 1 or len(network.formats) > 1:
            return None
        return tuple(np.stack([np.arange(size), np.arange(size) + 1], axis=1) for size in sizes)

    def through(self, graph: Graph, place: Place, inputs: Sequence[Spans | None]) -> list[Spans | None]:
        """The spans of a graph's outputs."""
        found = self.found.setdefault(place, {})
        found |= zip(graph.inputs, inputs, strict=True)
        layers = {layer.name: layer for layer in graph.layers}
        for at in graph.order:
            layer = layers[at.layer]
            if layer.nested:
                sources = layer.nested.sources(layer.calls[at.call])
                given = [found.get(source) if isinstance(source, Tensor) else None for source in sources]
                outputs = self.through(layer.nested, (*place, at), given)
                found |= {at._replace(output=index): output for index, output in enumerate(outputs)}
            else:
                found[at] = self._called(layer, at, self._signals[place], found)
        return [found.get(tensor) for tensor in graph.outputs]

    def _called(
        self, layer: Layer, at: Tensor, signals: Mapping[Tensor, Signal], found: Mapping[Tensor, Spans | None]
    ) -> Spans | None:
        """The spans of the output of one call."""
        tensors = layer.calls[at.call].tensors
        left_out = gates(layer, [signals[tensor].pooled for tensor in tensors])
        kept = [tensor for tensor, is_gate in zip(tensors, left_out, strict=True) if not is_gate]
        given = [spans for tensor in kept if (spans := found.get(tensor)) is not None]
        shapes = [shape for tensor in kept if (shape := _known(signals[tensor].shape)) is not None]
        output = _known(signals[at].shape) if at in signals else None
        if layer.custom or output is None or not kept or len(given) < len(kept) or len(shapes) < len(kept):
            return None
        if (
            layer.class_name in (operations.MERGING if layer.operation else MERGING)
            or layer.class_name == "Concatenate"
        ):
            return self._merged(layer, given, shapes, output)
        how = self._axes.reads(layer, shapes[0], output) if len(kept) == 1 else None
        if how == OWN:
            return given[0]
        if how == ALL:
            return _all(given[0], self._axes.sizes(output))
        if how is None or isinstance(how, str):
            return None
        return tuple(_read(span, table) for span, table in zip(given[0], how, strict=True))

    def _merged(
        self, layer: Layer, given: list[Spans], shapes: list[tuple[int, ...]], output: tuple[int, ...]
    ) -> Spans | None:
        """Each unit of the output takes one unit of every input; an axis of size 1 is repeated."""
        if {len(shape) for shape in shapes} != {len(output)} or not self._joins_channels(layer, len(output)):
            return None
        sizes = self._axes.sizes(output) or (1,) * len(given[0])
        repeated = [tuple(_repeat(*pair) for pair in zip(spans, sizes, strict=True)) for spans in given]
        empty = [[(span[:, 1] < 0).tolist() for span in spans] for spans in repeated]
        if any(one != empty[0] for one in empty):  # a unit without rows in one input takes no columns of it either
            return None
        return tuple(
            np.stack([np.min(firsts, axis=0), np.max(ends, axis=0)], axis=1)
            for firsts, ends in (
                ([span[:, 0] for span in along], [span[:, 1] for span in along])
                for along in zip(*repeated, strict=True)
            )
        )

    def _joins_channels(self, layer: Layer, rank: int) -> bool:
        """Whether a layer does not put maps beside each other; `rank` is that of its output."""
        axis = layer.config.get("axis", 0 if layer.operation else -1)
        channels = (1, -rank) if self._axes.channels_first else (-1, rank)
        return layer.class_name != "Concatenate" or rank == 1 or axis in channels


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
    return tuple(_repeat(*pair) for pair in zip(whole, sizes or (1,) * len(whole), strict=True))


def _repeat(span: Span, size: int) -> Span:
    return np.broadcast_to(span, (size, 2)) if len(span) == 1 else span
