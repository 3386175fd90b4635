"""For which sizes of pictures each layer still sees more than the layers before it.

M. L. Richter and others, "Should You Go Deeper? Optimizing Convolutional Neural Network Architectures without Training"
(ICMLA 2021): a layer whose input already sees the whole picture, along the shortest way to it, adds no context.
"""

from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

from cnnlab.core.layers import describe
from cnnlab.core.layers.facts import LayerError
from cnnlab.core.layers.windows import Window
from cnnlab.core.network.described import Signal
from cnnlab.core.network.gates import gates
from cnnlab.core.network.graph import Call, Graph, Layer, Place, Tensor
from cnnlab.core.network.table import Network, Signals

State = Literal["productive", "critical", "unproductive"]


class Reach(NamedTuple):
    """The field of a unit along the way with the smallest windows, and its stride: one number for each axis."""

    sizes: tuple[int, ...]
    strides: tuple[int, ...]


class Productive(NamedTuple):
    """Sizes of pictures, one number for each axis, and the states of the layers whose windows are larger than a cell.

    From `lower` on, the smallest field of every layer fits the picture; up to `upper`, a unit sees all of it. A layer
    is "critical" if its smallest field is larger than the picture along an axis, and "unproductive" if those of all its
    inputs already are as large along each.
    """

    lower: tuple[int, ...]
    upper: tuple[int, ...]
    states: Mapping[tuple[Place, Tensor], State]


def productive(network: Network, signals: Signals) -> Productive | None:
    """The sizes that suit a network; None if no layer of it slides a window over a picture.

    `signals` are those of `Network.signals`, for the size that the states are about. Gates are left out.

    >>> from cnnlab.core.network import read
    >>> conv = {"class_name": "Conv2D", "config": {"name": "conv", "filters": 8, "kernel_size": 3}}
    >>> more = {"class_name": "Conv2D", "config": {"name": "more", "filters": 8, "kernel_size": 3, "padding": "same"}}
    >>> network = read({"name": "small", "layers": [conv, more]})
    >>> found = productive(network, network.signals((3, 3, 1)))
    >>> found.lower, found.upper, list(found.states.values())
    ((5, 5), (5, 5), ['productive', 'unproductive'])
    """
    shape = signals[()][network.inputs[0]].shape or ()
    sizes = shape[2:] if network.formats == {"channels_first"} else shape[1:-1]
    known = tuple(size for size in sizes if size is not None)
    if len(network.inputs) > 1 or not known or len(known) < len(sizes) or len(network.formats) > 1:
        return None
    walk = _Walk(signals, known)
    walk.through(network, (), [Reach((1,) * len(known), (1,) * len(known))])
    fields = [signal.field.size for inside in signals.values() for signal in inside.values() if signal.field]
    if not walk.states or not fields:
        return None
    lower, upper = (tuple(max(axis) for axis in zip(*found, strict=True)) for found in (walk.smallest, fields))
    return Productive(lower, upper, walk.states)


class _Walk:
    def __init__(self, signals: Signals, sizes: tuple[int, ...]):
        self._signals, self._sizes = signals, sizes
        self.smallest: list[tuple[int, ...]] = []
        self.states: dict[tuple[Place, Tensor], State] = {}

    def through(self, graph: Graph, place: Place, inputs: Sequence[Reach | None]) -> list[Reach | None]:
        """The reaches of a graph's outputs."""
        found: dict[Tensor, Reach | None] = dict(zip(graph.inputs, inputs, strict=True))
        layers = {layer.name: layer for layer in graph.layers}
        for at in graph.order:
            layer, call = layers[at.layer], layers[at.layer].calls[at.call]
            if layer.nested:
                sources = layer.nested.sources(call)
                given = [found.get(source) if isinstance(source, Tensor) else None for source in sources]
                outputs = self.through(layer.nested, (*place, at), given)
                found |= {at._replace(output=index): output for index, output in enumerate(outputs)}
            else:
                found[at] = self._called(layer, call, (place, at), found)
        return [found.get(tensor) for tensor in graph.outputs]

    def _called(
        self, layer: Layer, call: Call, at: tuple[Place, Tensor], found: Mapping[Tensor, Reach | None]
    ) -> Reach | None:
        signals = self._signals[at[0]]
        left_out = gates(layer, [signals[tensor].pooled for tensor in call.tensors])
        given = [found.get(tensor) for tensor, gate in zip(call.tensors, left_out, strict=True) if not gate]
        known = [reach for reach in given if reach is not None]
        if not known or len(known) < len(given) or at[1] not in signals or signals[at[1]].field is None:
            return None
        before = min(known)
        windows = _windows(layer, signals[call.tensors[0]]) if len(given) == 1 else ()
        if not windows:
            return before
        steps = [(window.effective_size - 1) * stride for window, stride in zip(windows, before.strides, strict=True)]
        after = Reach(
            tuple(size + step for size, step in zip(before.sizes, steps, strict=True)),
            tuple(stride * window.strides for stride, window in zip(before.strides, windows, strict=True)),
        )
        self.smallest.append(after.sizes)
        if any(steps):
            self.states[at] = self._state(before, after)
        return after

    def _state(self, before: Reach, after: Reach) -> State:
        if all(field >= size for field, size in zip(before.sizes, self._sizes, strict=True)):
            return "unproductive"
        return (
            "critical"
            if any(field > size for field, size in zip(after.sizes, self._sizes, strict=True))
            else "productive"
        )


def _windows(layer: Layer, signal: Signal) -> tuple[Window, ...]:
    """The windows that a layer slides over its input; () for any other."""
    shape = signal.shape or ()
    sizes = tuple(size for size in shape[1:] if size is not None)
    if layer.operation or layer.custom or len(sizes) < len(shape) - 1:
        return ()
    try:
        return describe({"class_name": layer.class_name, "config": layer.config}, sizes).windows or ()
    except LayerError:
        return ()
