"""A network as a drawing needs it: nodes, edges, what is drawn as part of another node, and repeated blocks."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from cnnlab.core.network.folding import folded
from cnnlab.core.network.graph import Graph, Layer, Place, Shape, Tensor
from cnnlab.core.network.kinds import window_of
from cnnlab.core.network.memory import output_bytes
from cnnlab.core.network.nodes import Edge, Node, edges_between, joined_nodes
from cnnlab.core.network.productive import Productive, State, productive
from cnnlab.core.network.rows import Row, expanded
from cnnlab.core.network.spans import Sight, spans
from cnnlab.core.network.table import Network, Shapes, Signals


@dataclass(frozen=True)
class Plan:
    """Nodes in the order of computation, edges between those that are no parts, how often each block comes, sizes."""

    rows: tuple[Row, ...]
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    counts: tuple[int, ...]
    productive: Productive | None


def planned(network: Network, input_shape: Shapes = None) -> Plan:
    """The plan of a network; nested networks are replaced by their layers. Raises NetworkError as `table` does.

    >>> from cnnlab.core.network import read
    >>> layers = [{"class_name": "Conv2D", "config": {"name": "conv", "filters": 8, "kernel_size": 3}}]
    >>> layers += [{"class_name": "ReLU", "config": {"name": "relu"}}]
    >>> plan = planned(read({"name": "small", "layers": layers}), (5, 5, 1))
    >>> [(node.row, node.window, node.shape, node.part_of) for node in plan.nodes[1:]]
    [('conv', '3 × 3', (3, 3, 8), 1), ('relu', '', (3, 3, 8), 1)]
    >>> plan.edges
    (Edge(source=0, target=1, skip=False),)
    """
    rows, signals = network.run(input_shape)
    sizes = productive(network, signals)
    made = _Made(signals, spans(network, signals), sizes.states if sizes else {})
    made.add(network, (), "", [None] * len(network.inputs))
    nodes = joined_nodes(made.nodes, made.sources)
    return Plan(
        tuple(expanded(rows)), tuple(nodes), tuple(edges_between(nodes, made.sources)), tuple(made.counts), sizes
    )


class _Made:
    """The nodes of a graph, each with the nodes that it takes its inputs from."""

    def __init__(
        self,
        signals: Signals,
        seen: dict[Place, dict[Tensor, Sight]],
        states: Mapping[tuple[Place, Tensor], State],
    ):
        self._signals, self._seen, self._states = signals, seen, states
        self._outputs: dict[Place, dict[Tensor, list[Tensor]]] = {}  # of each call
        for place, tensors in signals.items():
            calls = self._outputs[place] = defaultdict(list)
            for tensor in tensors:
                calls[tensor.first].append(tensor)
        self.nodes: list[Node] = []
        self.sources: list[list[int]] = []
        self.counts: list[int] = []

    def add(self, graph: Graph, place: Place, path: str, inputs: Sequence[int | None]) -> list[int | None]:
        """Add the nodes of a graph, and return those of its outputs; `inputs` are the nodes that it is called on."""
        layers = {layer.name: layer for layer in graph.layers}
        made: dict[Tensor, int | None] = {}
        for tensor, source in zip(graph.inputs, inputs, strict=True):
            inside = source is not None
            if inside and tensor.layer not in layers:  # a nested Sequential has no row for its input
                made[tensor] = source
            else:
                given = [] if source is None else [source]
                made[tensor] = self._node(place, tensor, Layer(tensor.layer, "InputLayer", {}, ()), path, given)
        for at, placed in zip(graph.order, self._blocks(graph, layers, place), strict=True):
            layer = layers[at.layer]
            call = layer.calls[at.call]
            if layer.nested:
                sources = layer.nested.sources(call)
                given_to = [made.get(leaf) if isinstance(leaf, Tensor) else None for leaf in sources]
                outputs = self.add(layer.nested, (*place, at), f"{path}{layer.name}/", given_to)
                made |= {at._replace(output=index): output for index, output in enumerate(outputs)}
                continue
            found = [made.get(tensor, made.get(tensor.first)) for tensor in call.tensors]
            made[at] = self._node(place, at, layer, path, [node for node in found if node is not None], placed)
        return [made.get(tensor, made.get(tensor.first)) for tensor in graph.outputs]

    def _blocks(self, graph: Graph, layers: dict[str, Layer], place: Place) -> Iterator[tuple[int | None, int, int]]:
        """For each call of a graph: its block, its repetition, and how many calls there are since the first one."""
        start = 0
        for block in folded(graph):
            length = len(block.layers)
            sizes = [
                self._sizes(layers, place, at, length == 1) for at in graph.order[start : start + length * block.count]
            ]
            start += length * block.count
            nested = any(layers[name].nested for name in block.layers)
            repeated = block.count > 1 and not nested and sizes == sizes[:length] * block.count
            if repeated:
                self.counts.append(block.count)
            for repetition in range(block.count):
                number = len(self.counts) - 1 if repeated else None
                yield from ((number, repetition, repetition * length) for _ in range(length))

    def _sizes(self, layers: dict[str, Layer], place: Place, at: Tensor, alone: bool) -> list[Shape | None]:
        """What has to be the same in all repetitions: the size of the maps; of a layer `alone` its whole shapes."""
        signals = self._signals[place]
        shapes = [
            signals[one].shape if one in signals else None for one in (at, *layers[at.layer].calls[at.call].tensors)
        ]
        return shapes if alone else [shape and shape[1:-1] for shape in shapes[:1]]

    def _node(
        self,
        place: Place,
        tensor: Tensor,
        layer: Layer,
        path: str,
        sources: list[int],
        placed: tuple[int | None, int, int] = (None, 0, 0),
    ) -> int:
        signals, index = self._signals[place], len(self.nodes)
        shapes = [
            shape and shape[1:] for shape in (signals[other].shape for other in self._outputs[place][tensor.first])
        ]
        signal = signals.get(tensor)
        block, repetition, since = placed
        node = Node(
            row=path + layer.name,
            class_name=layer.class_name,
            window=window_of(layer),
            shape=None if signal is None or signal.shape is None else signal.shape[1:],
            memory=0 if place and layer.class_name == "InputLayer" else output_bytes(layer.class_name, shapes),
            sight=self._seen[place].get(tensor, Sight((), reason="layer")),
            gated=signal is not None and signal.gated,
            state=self._states.get((place, tensor)),
            part_of=index,
            first=index if block is None else index - since,
            block=block,
            repetition=repetition,
        )
        self.nodes.append(node)
        self.sources.append(sources)
        return index
