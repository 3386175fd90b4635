"""A model opened up: one run through all nested models, with an addend at one layer and logits at its end.

Keras does not connect `inner_layer.output` of a nested model to the outer model's inputs, and a class score must be
taken before softmax or sigmoid. So the graph is walked once more, over the same layers and the same weights.
"""

from collections.abc import Callable

import keras
from keras import layers, ops

from cnnlab.core.cards.scores import Activation
from cnnlab.core.errors import N_, CnnLabError

SATURATING = (keras.activations.softmax, keras.activations.sigmoid)


class SurgeryError(CnnLabError):
    """The model cannot be opened up at the layer asked for."""


class Opened(layers.Layer):
    """Maps (pictures, addend) to (the layer's output with the addend on it, logits), in inference mode.

    With an addend of zeros the outputs are the model's own; the gradient of a logit by the addend is its gradient by
    the layer's output, on every backend and through every branch around the layer. `activation` is what makes
    probabilities of the logits.
    """

    def __init__(self, inner: keras.Model, target: str):
        super().__init__(name="opened")
        self.inner, self.target = inner, target
        self.final = final_layer(inner)
        self.recorded_shape = tuple(recorded(inner)[target][0].shape)
        units = inner.outputs[0].shape[-1]
        self.classes = max(2, units)  # one sigmoid unit tells two classes apart
        last = getattr(self.final, "activation", None)
        self.activation: Activation = "sigmoid" if units == 1 or last is keras.activations.sigmoid else "softmax"
        self.built = True

    def map_shape(self, pictures_shape: tuple) -> tuple:
        """The shape (batch, height, width, channels) of the layer's output for pictures of that shape."""
        if None not in self.recorded_shape[1:]:
            return (pictures_shape[0], *self.recorded_shape[1:])
        maps, _ = self.compute_output_spec(keras.KerasTensor(pictures_shape))
        return tuple(maps.shape)

    def call(self, pictures, addend=None, training=False):
        """`training` reaches the layers that recorded none through Keras's call context."""
        taken = []

        def at_target(output):
            taken.append(output if addend is None else output + ops.cast(addend, output.dtype))
            return taken[0]

        logits = self._run(pictures, at_target)
        return taken[0], logits

    def _run(self, pictures, at_target: Callable):
        def visit(layer, *args, **kwargs):
            if "training" in kwargs:  # recorded when the graph was built; Keras replaces it too
                kwargs["training"] = False
            step = without_activation(layer) if layer is self.final else without_stride(layer)
            output = step(*args, **kwargs)
            return at_target(output) if layer.name == self.target else output

        return walk(self.inner, pictures, visit)


def open_at(model: keras.Model, layer: str | None = None) -> Opened:
    """Open `model` at `layer`; None means the last layer whose output is more than one cell.

    Raises SurgeryError for a model that is no graph of layers, an unknown layer, one whose output is no feature map,
    and one that runs more than once.
    """
    known = spatial_layers(model)
    target = layer if layer is not None else next((name for name in reversed(known) if known[name] != (1, 1)), None)
    if target not in known:
        raise SurgeryError(
            N_("A layer with height, width and channels was expected, one of {known}; {asked} came."),
            known=", ".join(known) or "-",
            asked=repr(layer),
        )
    if (times := len(recorded(model)[target])) > 1:
        raise SurgeryError(
            N_("A layer that runs once was expected; {name} runs {times} times. Ask for another."),
            name=target,
            times=times,
        )
    if len(model.outputs) != 1 or len(model.outputs[0].shape) != 2:
        raise SurgeryError(
            N_("A classifier with one row of scores for each picture was expected; the model {name} returns {shape}."),
            name=model.name,
            shape=str([tuple(each.shape) for each in model.outputs]),
        )
    return Opened(model, target)


def spatial_layers(model: keras.Model) -> dict[str, tuple]:
    """Height and width of every layer's output, nested layers too, by name in the order in which they run."""
    return {
        name: tuple(outputs[0].shape[1:3])
        for name, outputs in recorded(model).items()
        if isinstance(outputs[0], keras.KerasTensor) and len(outputs[0].shape) == 4
    }


def recorded(model: keras.Model) -> dict[str, list]:
    """Each layer's symbolic output, once for each time that it runs. Calls no layer, so the graph stays as it is."""
    if not is_graph(model) or len(model.inputs) != 1:
        raise SurgeryError(
            N_(
                "A Sequential or Functional model with one input, built, was expected; a {kind} came. "
                "Give it an Input layer, or write it as a Functional model."
            ),
            kind=type(model).__name__,
        )
    found: dict[str, list] = {}

    def visit(layer, *_, **__):
        outputs = layer._inbound_nodes[0].output_tensors
        found.setdefault(layer.name, []).append(outputs[0])
        return outputs[0] if len(outputs) == 1 else outputs

    walk(model, model.inputs[0], visit)
    return found


def is_graph(layer: layers.Layer) -> bool:
    """Whether a layer is a model that can be walked: Sequential or Functional, built."""
    has_layers = isinstance(layer, keras.Sequential) or hasattr(layer, "_run_through_graph")
    return has_layers and bool(getattr(layer, "inputs", None))


def walk(model: keras.Model, inputs, visit: Callable):
    """Run the graph of `model` on `inputs`, each layer through visit(layer, ...), nested models from within."""

    def step(layer):
        if is_graph(layer):
            return lambda tensors, **_: walk(layer, tensors, visit)
        return lambda *args, **kwargs: visit(layer, *args, **kwargs)

    if isinstance(model, keras.Sequential):
        for layer in model.layers:
            inputs = step(layer)(inputs)
        return inputs
    # The way in which Keras itself runs a functional graph on other tensors (keras.models.clone_model).
    return model._run_through_graph(inputs, operation_fn=step)


def final_layer(model: keras.Model) -> layers.Layer:
    """The layer that makes the model's output, looked for inside nested models."""
    layer = model.layers[-1] if isinstance(model, keras.Sequential) else model.outputs[0]._keras_history.operation
    return final_layer(layer) if is_graph(layer) else layer


def without_activation(layer: layers.Layer) -> Callable:
    """The layer up to its softmax or sigmoid, in each of the places where Keras has them."""
    if isinstance(layer, layers.Softmax):
        return lambda x, **_: x
    if getattr(layer, "activation", None) not in SATURATING:
        return layer
    if isinstance(layer, layers.Activation):
        return lambda x, **_: x

    def linear(x, **_):
        activation, layer.activation = layer.activation, keras.activations.linear
        try:
            return layer(x)
        finally:
            layer.activation = activation

    return linear


def without_stride(layer: layers.Layer) -> Callable:
    """A 1 x 1 convolution with a stride as the same convolution of every stride-th cell: the same values.

    Run eagerly, TensorFlow 2.21 with oneDNN writes past the end of its memory in the gradient of the strided one by its
    input where that has 8 channels or fewer; the process ends later, with "corrupted size vs. prev_size" or the like.
    """
    if not (isinstance(layer, layers.Conv2D) and tuple(layer.kernel_size) == (1, 1) and max(layer.strides) > 1):
        return layer

    def sliced(x, **_):
        strides = layer.strides
        rows, columns = (slice(None, None, each) for each in strides)
        layer.strides = (1, 1)
        try:
            return layer(x[:, rows, columns] if layer.data_format == "channels_last" else x[:, :, rows, columns])
        finally:
            layer.strides = strides

    return sliced
