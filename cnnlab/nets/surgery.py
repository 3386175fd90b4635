"""Run a model with an addend at one layer and logits at its end, through all nested models.

Keras does not connect `inner_layer.output` of a nested model to the outer model's inputs, and a class score must be
taken before softmax or sigmoid. So the graph is run again, on the same layers and the same weights.
"""

from typing import Any

import keras
from keras import layers, ops

from cnnlab.core.cards.scores import Activation
from cnnlab.core.errors import N_, CnnLabError
from cnnlab.nets.layer_variants import Run, without_activation, without_stride


class SurgeryError(CnnLabError):
    """The model cannot be opened at the requested layer."""


class Opened(layers.Layer):  # type: ignore[misc]  # Keras has no type stubs
    """Maps (pictures, addend) to (the layer's output plus the addend, logits), in inference mode.

    With an addend of zeros the outputs are the model's own, and the gradient of a logit with respect to the addend is
    its gradient with respect to the layer's output, on every backend and through every branch around the layer.
    `activation` turns the logits into probabilities.
    """

    def __init__(self, inner: keras.Model, target: str):
        super().__init__(name="opened")
        self.inner, self.target = inner, target
        self.final = final_layer(inner)
        self.recorded_shape = tuple(recorded(inner)[target][0].shape)
        units = inner.outputs[0].shape[-1]
        self.classes = max(2, units)  # a single sigmoid unit distinguishes two classes
        last = getattr(self.final, "activation", None)
        self.activation: Activation = "sigmoid" if units == 1 or last is keras.activations.sigmoid else "softmax"
        self.built = True

    def map_shape(self, pictures_shape: tuple[int, ...]) -> tuple[int, ...]:
        """Return the shape (batch, height, width, channels) of the layer's output for pictures of this shape."""
        if None not in self.recorded_shape[1:]:
            return (pictures_shape[0], *self.recorded_shape[1:])
        maps, _ = self.compute_output_spec(keras.KerasTensor(pictures_shape))
        return tuple(maps.shape)

    def call(self, pictures: Any, addend: Any = None, training: bool = False) -> tuple[Any, Any]:
        """Layers whose call recorded no `training` get it through Keras's call context."""
        maps = []

        def at_target(output: Any) -> Any:
            maps.append(output if addend is None else output + ops.cast(addend, output.dtype))
            return maps[0]

        logits = self._run(pictures, at_target)
        return maps[0], logits

    def _run(self, pictures: Any, at_target: Run) -> Any:
        def visit(layer: Any, *args: Any, **kwargs: Any) -> Any:
            if "training" in kwargs:  # recorded when the graph was built; Keras replaces it too
                kwargs["training"] = False
            run = without_activation(layer) if layer is self.final else without_stride(layer)
            output = run(*args, **kwargs)
            return at_target(output) if layer.name == self.target else output

        return walk(self.inner, pictures, visit)


def open_at(model: keras.Model, layer: str | None = None) -> Opened:
    """Open `model` at `layer`; None means the last layer whose output is larger than one cell.

    Raises SurgeryError if the model is not a graph of layers or not a classifier, and if the layer is unknown, has no
    feature map as its output or runs more than once.
    """
    sizes = spatial_layers(model)
    target = _last_map(model, sizes) if layer is None else layer
    if target not in sizes:
        raise SurgeryError(
            N_("There is no layer {asked} whose output has height, width and channels. Choose one of {known}."),
            asked=repr(layer),
            known=", ".join(sizes) or "-",
        )
    if (times := len(recorded(model)[target])) > 1:
        raise SurgeryError(
            N_("The layer {name} runs {times} times, so it has no single output. Choose a layer that runs once."),
            name=target,
            times=times,
        )
    if len(model.outputs) != 1 or len(model.outputs[0].shape) != 2:
        raise SurgeryError(
            N_("The model {name} outputs {shape}, not one row of scores for each picture. Choose a classifier."),
            name=model.name,
            shape=str([tuple(output.shape) for output in model.outputs]),
        )
    return Opened(model, target)


def _last_map(model: keras.Model, sizes: dict[str, tuple[int, int]]) -> str:
    found = [name for name, size in sizes.items() if size != (1, 1)]
    if found:
        return found[-1]
    raise SurgeryError(
        N_("The model {name} has no feature map of more than one cell. Choose another model."), name=model.name
    )


def spatial_layers(model: keras.Model) -> dict[str, tuple[int, int]]:
    """Return the height and width of every layer's output, nested layers included, in the order in which they run."""
    return {
        name: tuple(outputs[0].shape[1:3])
        for name, outputs in recorded(model).items()
        if isinstance(outputs[0], keras.KerasTensor) and len(outputs[0].shape) == 4
    }


def recorded(model: keras.Model) -> dict[str, list[Any]]:
    """Return the symbolic outputs of each layer, one for each time it runs. Calls no layer: the graph is unchanged."""
    if not is_graph(model) or len(model.inputs) != 1:
        raise SurgeryError(
            N_(
                "A {kind} can be opened only if it is a built Sequential or Functional model with one input. Give it "
                "an Input layer, or write it as a Functional model."
            ),
            kind=type(model).__name__,
        )
    found: dict[str, list[Any]] = {}

    def visit(layer: Any, *_: Any, **__: Any) -> Any:
        outputs = layer._inbound_nodes[0].output_tensors
        found.setdefault(layer.name, []).append(outputs[0])
        return outputs[0] if len(outputs) == 1 else outputs

    walk(model, model.inputs[0], visit)
    return found


def is_graph(layer: layers.Layer) -> bool:
    """Return whether a layer is a model whose graph can be run again: Sequential or Functional, and built."""
    has_layers = isinstance(layer, keras.Sequential) or hasattr(layer, "_run_through_graph")
    return has_layers and bool(getattr(layer, "inputs", None))


def walk(model: keras.Model, inputs: Any, visit: Run) -> Any:
    """Run the graph of `model` on `inputs`, calling visit(layer, ...) for each layer, also inside nested models."""

    def step(layer: Any) -> Run:
        if is_graph(layer):
            return lambda tensors, **_: walk(layer, tensors, visit)
        return lambda *args, **kwargs: visit(layer, *args, **kwargs)

    if isinstance(model, keras.Sequential):
        for layer in model.layers:
            inputs = step(layer)(inputs)
        return inputs
    # As Keras itself runs a functional graph on other tensors (keras.models.clone_model).
    return model._run_through_graph(inputs, operation_fn=step)


def final_layer(model: keras.Model) -> layers.Layer:
    """Return the layer that produces the model's output, searching nested models."""
    layer = model.layers[-1] if isinstance(model, keras.Sequential) else model.outputs[0]._keras_history.operation
    return final_layer(layer) if is_graph(layer) else layer
