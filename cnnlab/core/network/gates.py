"""Which tensors of a network are made of global pooling alone, and so tell nothing about a place in the picture.

Multiplied with feature maps, such a tensor is a gate, as in squeeze-and-excitation (Hu, Shen, Sun 2018).
"""

from cnnlab.core.network import operations
from cnnlab.core.network.graph import Call, Graph, Layer, Place, Tensor

POOLING = tuple(f"Global{kind}Pooling{rank}D" for kind in ("Max", "Average") for rank in (1, 2, 3))


class Gates:
    """The tensors of a graph, and of its nested networks, that are made of global pooling alone."""

    def __init__(self, graph: Graph, channels_first: bool):
        self._axes = ({2, 3}, {-2, -1}) if channels_first else ({1, 2}, {-3, -2})
        self._pooled: dict[Place, set[Tensor]] = {}
        self._find(graph, (), [False] * len(graph.inputs))

    def left_out(self, place: Place, layer: Layer, call: Call) -> set[Tensor]:
        """The gates among the tensors that a call multiplies; none if all of them are."""
        gates = {tensor for tensor in call.tensors if tensor in self._pooled[place]}
        return gates if layer.class_name == "Multiply" and len(gates) < len(set(call.tensors)) else set()

    def _find(self, graph: Graph, place: Place, inputs: list[bool]) -> list[bool]:
        """Whether each output of the graph is made of global pooling alone, given which of its inputs are."""
        pooled = self._pooled[place] = {tensor for tensor, made in zip(graph.inputs, inputs, strict=True) if made}
        layers = {layer.name: layer for layer in graph.layers}
        for at in graph.order:
            layer = layers[at.layer]
            call = layer.calls[at.call]
            if layer.nested:
                given = [tensor in pooled for tensor in layer.nested.sources(call)]
                found = self._find(layer.nested, (*place, at), given)
                pooled |= {at._replace(output=index) for index, made in enumerate(found) if made}
            elif self._pools(layer) or (call.tensors and all(tensor in pooled for tensor in call.tensors)):
                pooled.add(at)
        return [tensor in pooled for tensor in graph.outputs]

    def _pools(self, layer: Layer) -> bool:
        """Whether a layer or operation reduces all positions of a picture to one."""
        if layer.class_name in POOLING and not layer.custom:
            return True
        axis = layer.config.get("axis")
        reduces = layer.operation and layer.class_name in operations.REDUCING
        return reduces and isinstance(axis, list | tuple) and set(axis) in self._axes
