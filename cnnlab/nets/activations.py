"""The output of every layer for a picture: what a network computes between its input and its prediction."""

from collections.abc import Sequence
from typing import Any

import keras
import numpy as np
import numpy.typing as npt
from keras import ops

from cnnlab.core.errors import N_, CnnLabError
from cnnlab.nets.gradients import compiled
from cnnlab.nets.layer_variants import without_activation
from cnnlab.nets.surgery import final_layer, recorded, walk

LOGITS = "logits"


class ActivationsError(CnnLabError):
    """The picture does not fit the model, or a requested layer is not available."""


class Activations:
    """Compute the outputs of many layers in one run of a model; compiled once for each shape of pictures.

    `layers` are layer names, also of nested models; None takes every layer that runs once and has one output.
    Each output is taken after the layer's own activation, in inference mode. With `logits`, the scores before the
    last layer's softmax or sigmoid are added at the end under the name "logits". Raises SurgeryError if the model is
    not a graph of layers, and ActivationsError if a requested layer does not run once or has several outputs.
    """

    def __init__(self, model: keras.Model, layers: Sequence[str] | None = None, logits: bool = False):
        known = [
            name
            for name, outputs in recorded(model).items()
            if len(outputs) == 1 and isinstance(outputs[0], keras.KerasTensor)
        ]
        for name in layers or ():
            if name not in known:
                raise ActivationsError(
                    N_("There is no layer {asked} that runs once and has one output. Choose one of {known}."),
                    asked=repr(name),
                    known=", ".join(known),
                )
        self.layers = [*(known if layers is None else layers), *([LOGITS] if logits else [])]
        self._input_shape = tuple(model.inputs[0].shape[1:])
        recorder = _Recorder(model, self.layers)
        self._run = compiled(lambda pictures: recorder(pictures, training=False))

    def __call__(self, images: npt.ArrayLike) -> dict[str, np.ndarray]:
        """Return one float32 array per layer, for pictures (batch, height, width, channels) in the model's own range.

        A single picture (height, width, channels) is accepted too; its arrays have no batch axis.
        """
        pictures = np.asarray(images, "float32")
        single = pictures.ndim == len(self._input_shape)
        batch = pictures[None] if single else pictures
        self._check_shape(batch)
        outputs = [ops.convert_to_numpy(output) for output in self._run(batch)]
        return {name: output[0] if single else output for name, output in zip(self.layers, outputs, strict=True)}

    def _check_shape(self, batch: np.ndarray) -> None:
        expected = self._input_shape
        fits = batch.ndim == len(expected) + 1 and all(
            wanted in (None, size) for wanted, size in zip(expected, batch.shape[1:], strict=True)
        )
        if not fits or len(batch) == 0:
            raise ActivationsError(
                N_(
                    "The model takes pictures of shape ({expected}), one or a batch of them, but the shape of this "
                    "batch is {shape}. Resize the pictures first."
                ),
                expected=", ".join(map(str, expected)),
                shape=str(batch.shape),
            )


def activations(model: keras.Model, image: npt.ArrayLike, layers: Sequence[str] | None = None) -> dict[str, np.ndarray]:
    """Return the output of every layer, by name, for one image (height, width, channels) or a batch of them.

    The arrays are float32, in the order in which the layers run. For many pictures keep an `Activations` instead,
    which compiles only once.

    >>> from cnnlab.nets.zoo.digits import mnist_convnet
    >>> found = activations(mnist_convnet(), np.zeros((28, 28, 1)))
    >>> {name: array.shape for name, array in found.items() if name.startswith(("conv", "predictions"))}
    {'conv1': (26, 26, 32), 'conv2': (11, 11, 64), 'conv3': (3, 3, 128), 'predictions': (10,)}
    """
    return Activations(model, layers)(image)


class _Recorder(keras.layers.Layer):  # type: ignore[misc]  # Keras has no type stubs
    """Runs a model's graph again, on the same layers and weights, and returns the outputs of the named layers."""

    def __init__(self, inner: keras.Model, names: Sequence[str]):
        super().__init__(name="recorder")
        self.inner, self.names, self.final = inner, names, final_layer(inner)
        self.built = True

    def call(self, pictures: Any, training: bool = False) -> list[Any]:
        """Layers whose call recorded no `training` get it through Keras's call context."""
        outputs: dict[str, Any] = {}

        def visit(layer: Any, *args: Any, **kwargs: Any) -> Any:
            if "training" in kwargs:  # recorded when the graph was built; Keras replaces it too
                kwargs["training"] = False
            if layer is self.final and LOGITS in self.names:
                outputs[LOGITS] = without_activation(layer)(*args, **kwargs)
            outputs[layer.name] = layer(*args, **kwargs)
            return outputs[layer.name]

        walk(self.inner, pictures, visit)
        return [ops.cast(outputs[name], "float32") for name in self.names]
