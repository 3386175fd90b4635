"""The shapes that a file gives for a network's tensors: when they hold, and what they add to computed ones.

A functional model's file has the shape of every tensor that a layer takes. A Sequential model's has the shapes that its
layers were built for: those of another network, where a layer was built in one and then used again in this one.
"""

from collections.abc import Sequence

from cnnlab.core.errors import N_
from cnnlab.core.network.described import Signal
from cnnlab.core.network.graph import Graph, Layer, NetworkError, Shape, Tensor


class Saved:
    """The file's shapes during one pass through a graph whose inputs have the shapes `inputs`, with the batch axis.

    They hold for the inputs that the file gives, not for others. `outputs` are the shapes of the graph's outputs, where
    the file gives them in the network around it.
    """

    def __init__(self, graph: Graph, inputs: Sequence[Shape | None], outputs: Sequence[Shape | None]):
        given = [None if shape is None else (None, *shape) for shape in graph.input_shapes]
        holds = all(agree(*shapes) for shapes in zip(inputs, given, strict=True))
        self._graph, self._in_use, self._foreign = graph, False, False
        self._inputs = dict(zip(graph.inputs, given, strict=True)) if holds else {}
        self._outside = dict(zip(graph.outputs, outputs, strict=False))
        self._inside = dict(graph.saved) if holds else {}

    def completed(self, tensor: Tensor, signal: Signal) -> Signal:
        """A tensor's signal with its shape, or a size in it that is None, filled in from the file.

        Raises NetworkError if the file contradicts the computed shape.
        """
        shape = signal.shape
        for source in (self._inputs, self._outside, self._inside):
            given, inside = source.get(tensor), source is self._inside
            if given is None or given == shape:
                continue
            if agree(shape, given):
                union = _union(shape, None if inside and self._foreign else given)
                adds = union is not None and (shape is None or union[1:] != shape[1:])
                self._in_use |= adds and inside
                signal, shape = signal._replace(shape=union, saved=signal.saved or adds), union
            elif inside and self._may_be_foreign(tensor, shape, given):
                self._foreign = True
            else:
                raise _contradiction(tensor.layer or self._graph.name, shape, given)
        return signal

    def outputs_of(self, call: Tensor, count: int) -> list[Shape | None]:
        """The shapes of the outputs of a nested network, where the file gives them."""
        known = {} if self._graph.chain else self._inside
        return [known.get(call._replace(output=index)) for index in range(count)]

    def _may_be_foreign(self, tensor: Tensor, computed: Shape | None, given: Shape | None) -> bool:
        """Whether the shapes of a Sequential model may be those of another network, and are not used from here on.

        Not if one was used for an unknown layer before, nor if the next layer's weights say how long the last axis is.
        """
        if not self._graph.chain or self._in_use or not computed or not given:
            return False
        last_axis_agrees = len(computed) == len(given) and agree(computed[-1:], given[-1:])
        return last_axis_agrees or not any(_weights_fix(layer, tensor) for layer in self._graph.layers)


def _weights_fix(layer: Layer, tensor: Tensor) -> bool:
    """Whether a layer takes this tensor and has weights for each value along its last axis."""
    weighted = layer.class_name == "Dense" or "Conv" in layer.class_name
    last = layer.config.get("data_format") != "channels_first"
    return weighted and last and not layer.custom and any(call.inputs == tensor for call in layer.calls)


def agree(one: Shape | None, other: Shape | None) -> bool:
    """Whether two shapes may be the same: a None may be anything.

    >>> agree((None, 28, 28, 1), (None, None, 28, 1)), agree((None, 28), (None, 28, 1))
    (True, False)
    """
    if one is None or other is None:
        return True
    return len(one) == len(other) and all(a == b or None in (a, b) for a, b in zip(one, other, strict=True))


def _union(one: Shape | None, other: Shape | None) -> Shape | None:
    if one is None or other is None:
        return one if other is None else other
    return tuple(b if a is None else a for a, b in zip(one, other, strict=True))


def _contradiction(name: str, computed: Shape | None, given: Shape | None) -> NetworkError:
    return NetworkError(
        N_(
            "The output of the layer {name} has the shape {computed} by its settings, but {saved} by the file. Either "
            "a setting was changed after the model was built, or the file is damaged. Build and save the model again."
        ),
        name=name[:60],
        computed=(computed or ())[1:],
        saved=(given or ())[1:],
    )
