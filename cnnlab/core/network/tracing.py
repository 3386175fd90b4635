"""The input cells that one unit of a layer depends on, traced backwards through the graph."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain

import numpy as np

from cnnlab.core.errors import N_
from cnnlab.core.layers.arguments import is_integer, short_repr
from cnnlab.core.layers.reach import Mask
from cnnlab.core.network.described import Signal
from cnnlab.core.network.gates import gates
from cnnlab.core.network.graph import Call, Graph, Layer, NetworkError, Place, Tensor
from cnnlab.core.network.reads import Taken, concrete, reads, untraceable

INPUT = Layer("input", "InputLayer", {}, ())
Signals = Mapping[Place, Mapping[Tensor, Signal]]
Masks = dict[Tensor, Mask]
Intervals = tuple[tuple[int, int], ...]


class Trace:
    """Traces units of a graph; `signals` are those of one pass through it, of nested networks too."""

    def __init__(self, graph: Graph, signals: Signals):
        self._graph, self._signals = graph, signals
        self._channels = 0 if _channels_first(graph) else -1

    def sees(self, layer: str, unit: Sequence[int]) -> Intervals:
        """One (first, end) for each axis of the input but the channels, see `Network.sees`."""
        wanted: dict[Place, Masks] = defaultdict(dict)
        for place, tensor, shape in self._outputs(layer):
            wanted[place][tensor] = self._mask(layer, unit, shape)
        return self._intervals(self._back(self._graph, (), {}, wanted))

    def sizes(self, layer: str) -> tuple[int, ...]:
        """The sizes of the layer's output but the channels: what `unit` of `sees` counts."""
        return self._sizes(self._outputs(layer)[0][2])

    def _outputs(self, layer: str) -> list[tuple[Place, Tensor, tuple[int, ...]]]:
        """The outputs of each call of a layer, with their shapes."""
        found = list(_found(self._graph, layer, ())) if isinstance(layer, str) else []
        if not found:
            everywhere = list(_everywhere(self._graph, str(layer), ()))
            found = [one[1:] for one in everywhere] if len({one[0] for one in everywhere}) == 1 else []
        if not found:
            raise NetworkError(
                N_("The network {name} has no layer {layer}. Use a name from its table."),
                name=self._graph.name[:60],
                layer=short_repr(layer),
            )
        return [(place, tensor, concrete(self._signals[place][tensor].shape, owner)) for place, tensor, owner in found]

    def _sizes(self, shape: tuple[int, ...]) -> tuple[int, ...]:
        return shape if len(shape) == 1 else shape[1:] if self._channels == 0 else shape[:-1]

    def _mask(self, layer: str, unit: Sequence[int], shape: tuple[int, ...]) -> Mask:
        sizes = self._sizes(shape)
        listed = unit if isinstance(unit, list | tuple) else ()
        if len(listed) != len(sizes) or not all(is_integer(at, 0) for at in listed):
            raise _no_unit(layer, unit, sizes)
        if not all(at < size for at, size in zip(listed, sizes, strict=True)):
            raise _no_unit(layer, unit, sizes)
        mask = np.zeros(sizes, bool)
        mask[tuple(listed)] = True
        return mask if len(shape) == 1 else np.expand_dims(mask, self._channels)

    def _back(self, graph: Graph, place: Place, outputs: Masks, wanted: Mapping[Place, Masks]) -> Masks:
        """The masks of the graph's inputs that these outputs, and the wanted tensors in it, depend on."""
        masks: Masks = {}
        _join(masks, outputs.items())
        _join(masks, wanted.get(place, {}).items())
        layers, most = {layer.name: layer for layer in graph.layers}, _most_outputs(graph)
        for at in reversed(graph.order):
            layer, tensors = layers[at.layer], [at._replace(output=index) for index in range(most)]
            taken = {tensor: masks[tensor] for tensor in tensors if tensor in masks}
            if layer.nested:
                _join(masks, self._through_nested(layer.nested, layer.calls[at.call], (*place, at), taken, wanted))
            elif taken:
                _join(masks, self._through(layer, at, place, taken))
        return {tensor: masks[tensor] for tensor in graph.inputs if tensor in masks}

    def _through_nested(
        self, nested: Graph, call: Call, inside: Place, taken: Masks, wanted: Mapping[Place, Masks]
    ) -> Iterator[tuple[Tensor, Mask]]:
        outputs: Masks = {}
        _join(outputs, ((nested.outputs[tensor.output], mask) for tensor, mask in taken.items()))
        found = self._back(nested, inside, outputs, wanted)
        for tensor, source in zip(nested.inputs, nested.sources(call), strict=True):
            if tensor in found and isinstance(source, Tensor):
                yield source, found[tensor]

    def _through(self, layer: Layer, at: Tensor, place: Place, taken: Masks) -> Iterator[tuple[Tensor, Mask]]:
        """What one call reads, without the gates among it."""
        call, signals = layer.calls[at.call], self._signals[place]
        if set(taken) != {at}:  # an output that is not the first
            raise untraceable(layer)
        inputs = tuple(concrete(signals[tensor].shape, layer) for tensor in call.tensors)
        output = concrete(signals[at].shape, layer)
        found = reads(Taken(layer, inputs, output, self._channels), taken[at])
        left_out = gates(layer, [signals[tensor].pooled for tensor in call.tensors])
        pairs = zip(call.tensors, found, left_out, strict=True)
        yield from ((tensor, mask) for tensor, mask, is_gate in pairs if not is_gate)

    def _intervals(self, masks: Masks) -> Intervals:
        """The interval of each axis of the only input that has any, but the channels."""
        reached = [mask for mask in masks.values() if mask.any()]
        if len(reached) > 1:
            raise NetworkError(
                N_("This unit of the network {name} depends on {count} inputs. Choose a unit of one branch."),
                name=self._graph.name[:60],
                count=len(reached),
            )
        if reached:
            positions = reached[0] if reached[0].ndim == 1 else np.asarray(reached[0].any(axis=self._channels))
            return tuple((int(cells.min()), int(cells.max()) + 1) for cells in positions.nonzero())
        first = self._signals[()][self._graph.inputs[0]].shape or ()
        return ((0, 0),) * max(1, len(first) - 2)


def _join(masks: Masks, more: Iterable[tuple[Tensor, Mask]]) -> None:
    for tensor, mask in more:
        masks[tensor] = masks[tensor] | mask if tensor in masks else mask


def _most_outputs(graph: Graph) -> int:
    """The largest number of outputs that the graph uses of any call."""
    tensors = chain(graph.outputs, *(call.tensors for layer in graph.layers for call in layer.calls))
    return 1 + max(tensor.output for tensor in tensors)


def _found(graph: Graph, path: str, place: Place) -> Iterator[tuple[Place, Tensor, Layer]]:
    """The outputs of each call of the layer at a path: "name", or "nested/name" in a nested network."""
    for tensor in graph.inputs:
        if tensor.layer == path:
            yield place, tensor, INPUT
    for layer in graph.layers:
        for index in range(len(layer.calls)):
            call = Tensor(layer.name, index)
            if layer.name == path:
                yield place, call, layer
            elif layer.nested and path.startswith(f"{layer.name}/"):
                yield from _found(layer.nested, path.removeprefix(f"{layer.name}/"), (*place, call))


def _everywhere(graph: Graph, name: str, place: Place, path: str = "") -> Iterator[tuple[str, Place, Tensor, Layer]]:
    """The same for the layers of this name in all nested networks, each with its path."""
    for layer in graph.layers:
        for index in range(len(layer.calls) if layer.nested else 0):
            inside, deeper = (*place, Tensor(layer.name, index)), f"{path}{layer.name}/"
            if layer.nested:
                yield from ((deeper, *found) for found in _found(layer.nested, name, inside) if "/" not in name)
                yield from _everywhere(layer.nested, name, inside, deeper)


def _channels_first(graph: Graph) -> bool:
    """Whether the layers of the graph have their channels first; raises NetworkError if only some have."""
    if len(graph.formats) > 1:
        raise NetworkError(
            N_(
                "The network {name} has layers with the channels first and others with the channels last, and is not "
                "traced here. Choose one `data_format` for all."
            ),
            name=graph.name[:60],
        )
    return graph.formats == {"channels_first"}


def _no_unit(layer: str, unit: object, sizes: tuple[int, ...]) -> NetworkError:
    return NetworkError(
        N_("The layer {name} has no unit {unit}: its sizes are {sizes}. Count from 0, one number for each."),
        name=layer[:60],
        unit=short_repr(unit),
        sizes=" × ".join(map(str, sizes)),
    )
