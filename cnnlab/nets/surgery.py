"""Run a model with an addend at one layer, and take its scores before softmax or sigmoid, through all nested models."""

from typing import Any

import keras
from keras import layers, ops

from cnnlab.core.cards.scores import Activation
from cnnlab.core.errors import N_
from cnnlab.nets.channel_axis import channel_axes, input_axis
from cnnlab.nets.ending import ending
from cnnlab.nets.graph import Graph, Source, Step, SurgeryError, Visit
from cnnlab.nets.layer_variants import without_activation, without_stride

__all__ = ["Opened", "Scored", "SurgeryError", "open_at", "spatial_layers"]


def plain(at: int, step: Step, call: Visit, *args: Any, **kwargs: Any) -> Any:
    """Run a step as it is."""
    return call(*args, **kwargs)


class Scored:
    """The graph of a classifier whose logits are taken before its softmax or sigmoid.

    `activation` turns the logits into probabilities. Raises SurgeryError if the model is no graph with one input and
    one row of scores as its output, or does not end in scores, softmax or sigmoid.
    """

    def __init__(self, graph: Graph):
        self.units = self._checked_units(graph)
        self.graph, self.ending = graph, ending(graph)
        self.activation: Activation = self.ending.activation(self.units)

    def _checked_units(self, graph: Graph) -> int:
        shape = tuple(graph.model.outputs[0].shape)
        if len(shape) != 2:
            raise SurgeryError(
                N_("The model {name} outputs {shape}, not one row of scores for each picture. Choose a classifier."),
                name=graph.model.name,
                shape=str(shape),
            )
        return int(shape[-1])

    def _shaped(self, values: Any) -> Any:
        return ops.reshape(values, (-1, self.units))  # known also where the number of pictures is not

    def run(self, pictures: Any, visit: Visit = plain) -> tuple[Any, Any, dict[Source, Any]]:
        """Return the logits, the model's own output, both (batch, units), and every tensor from one run of the graph.

        visit(at, step, call, *args, **kwargs) computes the outputs of a step by `call`: the layer, or the layer without
        the activation that is applied afterwards.
        """
        linear = []

        def each(at: int, step: Step, *args: Any, **kwargs: Any) -> Any:
            if at == self.ending.step and self.ending.within:
                linear.append(visit(at, step, without_activation(step.operation), *args, **kwargs))
                return step.operation.activation(linear[0])
            return visit(at, step, step.operation, *args, **kwargs)

        values = self.graph.run(pictures, each)
        own = scores = values[self.graph.output]
        if linear:
            scores = linear[0]
        elif self.ending.step is not None:
            scores = values[self.graph.steps[self.ending.step].sources[0]]
        return self._shaped(scores), self._shaped(own), values


class Opened(layers.Layer):  # type: ignore[misc]  # Keras has no type stubs
    """Maps (pictures, addend) to (the layer's output plus the addend, logits, the model's own output), in inference.

    With an addend of zeros the outputs are the model's own, and the gradient of a logit with respect to the addend is
    its gradient with respect to the layer's output, on every backend and through every branch around the layer.
    `activation` turns the logits into probabilities. `channel_axis` is 1 or 3, of the layer's output.
    """

    def __init__(self, scored: Scored, at: int, target: str):
        super().__init__(name="opened")
        self.inner, self.scored, self.at, self.target = scored.graph.model, scored, at, target
        self.channel_axis = channel_axes(scored.graph)[at]
        self.recorded_shape: tuple[Any, ...] = scored.graph.steps[at].shape or ()
        self.classes = max(2, scored.units)  # a single sigmoid unit distinguishes two classes
        self.activation = scored.activation
        self.built = True

    def map_shape(self, pictures_shape: tuple[int, ...]) -> tuple[int, ...]:
        """Return the shape of the layer's output, with its batch axis, for pictures of this shape."""
        if None not in self.recorded_shape[1:]:
            return (pictures_shape[0], *self.recorded_shape[1:])
        maps, *_ = self.compute_output_spec(keras.KerasTensor(pictures_shape))
        return tuple(maps.shape)

    def call(self, pictures: Any, addend: Any = None, training: bool = False) -> tuple[Any, Any, Any]:
        """Layers whose call recorded no `training` get it through Keras's call context."""
        maps = []

        def visit(at: int, step: Step, call: Any, *args: Any, **kwargs: Any) -> Any:
            output = without_stride(step.operation, call)(*args, **kwargs)
            if at != self.at:
                return output
            maps.append(output if addend is None else output + ops.cast(addend, output.dtype))
            return maps[0]

        logits, own, _ = self.scored.run(pictures, visit)
        return maps[0], logits, own


def open_at(model: keras.Model, layer: str | None = None) -> Opened:
    """Open `model` at `layer`; None means the last layer whose output is larger than one cell.

    Raises SurgeryError if the model is not a graph of layers or not a classifier, and if the layer is unknown, has no
    feature map as its output or runs more than once.
    """
    graph = Graph(model)
    return Opened(Scored(graph), *find_map(graph, _last_map(model, _sizes(graph)) if layer is None else layer))


def find_map(graph: Graph, layer: str) -> tuple[int, str]:
    """Return the step that runs a layer whose output is a feature map, and the name it is known by.

    Raises SurgeryError if the layer is unknown, has no feature map as its output or runs more than once.
    """
    sizes = _sizes(graph)
    indices = graph.find(layer)
    label = next((label for label in sizes if graph.labels[label] == indices), None)
    if label is None:
        raise SurgeryError(
            N_("There is no layer {asked} whose output has height, width and channels. Choose one of {known}."),
            asked=repr(layer),
            known=", ".join(sizes) or "-",
        )
    if len(indices) > 1:
        raise SurgeryError(
            N_("The layer {name} runs {times} times, so it has no single output. Choose a layer that runs once."),
            name=label,
            times=len(indices),
        )
    return indices[0], label


def _last_map(model: keras.Model, sizes: dict[str, tuple[int, int]]) -> str:
    found = [name for name, size in sizes.items() if size != (1, 1)]
    if found:
        return found[-1]
    raise SurgeryError(
        N_("The model {name} has no feature map of more than one cell. Choose another model."), name=model.name
    )


def spatial_layers(model: keras.Model) -> dict[str, tuple[int, int]]:
    """Return the height and width of every layer's output, nested layers included, in the order in which they run.

    The names are those of Graph.labels. A layer that runs several times has the size of its first output.
    """
    return _sizes(Graph(model))


def takes_channels_first(model: keras.Model) -> bool:
    """Return whether a model takes pictures (batch, channels, height, width)."""
    return input_axis(Graph(model)) == 1


def _sizes(graph: Graph) -> dict[str, tuple[int, int]]:
    axes = channel_axes(graph)
    found = {}
    for label, (at, *_) in graph.labels.items():
        shape = graph.steps[at].shape
        if at in axes and shape is not None:
            rows = 1 if axes[at] == 3 else 2
            found[label] = shape[rows : rows + 2]
    return found  # type: ignore[return-value]  # pairs
