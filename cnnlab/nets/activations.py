"""Every layer's output for one picture: what is inside a network between its input and its answer."""

from collections.abc import Sequence

import keras
import numpy as np
from keras import ops

from cnnlab.core.errors import N_, CnnLabError
from cnnlab.nets.gradients import compiled
from cnnlab.nets.surgery import final_layer, recorded, walk, without_activation

LOGITS = "logits"


class ActivationsError(CnnLabError):
    """The picture or a layer asked for does not fit the model."""


class Activations:
    """A model opened so that one run gives the outputs of many layers; compiled once for each shape of pictures.

    `layers` are names, of nested models' layers too; None takes every layer that runs once and has one output.
    Each is what the layer hands on, after its own activation, in inference mode. Raises SurgeryError for a model that
    is no graph of layers, ActivationsError for a layer that is not one of these. With `logits` the scores before the
    last layer's softmax or sigmoid come too, last, named "logits".
    """

    def __init__(self, model: keras.Model, layers: Sequence[str] | None = None, logits: bool = False):
        found = recorded(model)
        known = [
            name for name, outputs in found.items() if len(outputs) == 1 and isinstance(outputs[0], keras.KerasTensor)
        ]
        for asked in layers or ():
            if asked not in known:
                raise ActivationsError(
                    N_("A layer that runs once and has one output was expected, one of {known}; {asked} came."),
                    known=", ".join(known),
                    asked=repr(asked),
                )
        self.layers = [*(known if layers is None else layers), *([LOGITS] if logits else [])]
        self._input_shape = tuple(model.inputs[0].shape[1:])
        opened = _Opened(model, self.layers)
        self._run = compiled(lambda pictures: opened(pictures, training=False))

    def __call__(self, images) -> dict[str, np.ndarray]:
        """float32, one array a layer, for pictures (batch, height, width, channels) in the model's own range.

        One picture (height, width, channels) is taken too: then the arrays have no batch axis either.
        """
        pictures = np.asarray(images, "float32")
        alone = pictures.ndim == len(self._input_shape)
        outputs = self._run(self._checked(pictures[None] if alone else pictures))
        arrays = [ops.convert_to_numpy(each) for each in outputs]
        return {name: each[0] if alone else each for name, each in zip(self.layers, arrays, strict=True)}

    def _checked(self, pictures: np.ndarray) -> np.ndarray:
        expected = self._input_shape
        fits = pictures.ndim == len(expected) + 1 and all(
            want in (None, came) for want, came in zip(expected, pictures.shape[1:], strict=True)
        )
        if not fits or len(pictures) == 0:
            raise ActivationsError(
                N_("A picture of shape ({expected}), or a batch of such, was expected; {came} came. Resize it first."),
                expected=", ".join(str(each) for each in expected),
                came=str(pictures.shape),
            )
        return pictures


def activations(model: keras.Model, image, layers: Sequence[str] | None = None) -> dict[str, np.ndarray]:
    """Every layer's output for one image (height, width, channels), or for a batch of them, by the layer's name.

    float32, in the order in which the layers run. As `Activations`, which is the one to keep for many pictures.

    >>> from cnnlab.nets.zoo.digits import mnist_convnet
    >>> found = activations(mnist_convnet(), np.zeros((28, 28, 1)))
    >>> {name: each.shape for name, each in found.items() if name.startswith(("conv", "predictions"))}
    {'conv1': (26, 26, 32), 'conv2': (11, 11, 64), 'conv3': (3, 3, 128), 'predictions': (10,)}
    """
    return Activations(model, layers)(image)


class _Opened(keras.layers.Layer):
    """Runs a model's graph once more, over the same layers and weights, and keeps the outputs of those named."""

    def __init__(self, inner: keras.Model, names: Sequence[str]):
        super().__init__(name="opened")
        self.inner, self.names, self.final = inner, names, final_layer(inner)
        self.built = True

    def call(self, pictures, training=False):
        """`training` reaches the layers that recorded none through Keras's call context."""
        taken = {}

        def visit(layer, *args, **kwargs):
            if "training" in kwargs:  # recorded when the graph was built; Keras replaces it too
                kwargs["training"] = False
            if layer is self.final and LOGITS in self.names:
                taken[LOGITS] = without_activation(layer)(*args, **kwargs)
            taken[layer.name] = layer(*args, **kwargs)
            return taken[layer.name]

        walk(self.inner, pictures, visit)
        return [ops.cast(taken[name], "float32") for name in self.names]
