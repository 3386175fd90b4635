"""The output of every layer for a picture: what a network computes between its input and its prediction."""

from collections.abc import Sequence
from typing import Any

import keras
import numpy as np
import numpy.typing as npt
from keras import ops

from cnnlab.core.errors import N_, CnnLabError
from cnnlab.nets.ending import check
from cnnlab.nets.gradients import compiled
from cnnlab.nets.graph import Graph
from cnnlab.nets.surgery import Scored

LOGITS = "logits/"  # a name that no layer can have


class ActivationsError(CnnLabError):
    """The picture does not fit the model, or a requested layer is not available."""


class Activations:
    """Compute the outputs of many layers in one run of a model; compiled once for each shape of pictures.

    `layers` are layers' names, or their paths ("base/conv2d") where several layers have one name; None takes every
    layer that runs once and has one output. Each output is taken after the layer's own activation, in inference mode.
    With `logits`, the scores before the last softmax or sigmoid are added at the end under the name LOGITS. Raises
    SurgeryError if the model is not a graph of layers, or, for the logits, not a classifier; ActivationsError if a
    requested layer does not run once or has several outputs.
    """

    def __init__(self, model: keras.Model, layers: Sequence[str] | None = None, logits: bool = False):
        graph = Graph(model)
        known = {
            label: indices[0]
            for label, indices in graph.labels.items()
            if len(indices) == 1 and graph.steps[indices[0]].shape is not None
        }
        wanted = {name: self._step(graph, known, name) for name in (known if layers is None else layers)}
        self.scored = Scored(graph) if logits else None
        self.layers = [*wanted, *([LOGITS] if logits else [])]
        self._input_shape = tuple(model.inputs[0].shape[1:])
        recorder = _Recorder(graph, list(wanted.values()), self.scored)
        self._run = compiled(lambda pictures: recorder(pictures, training=False))

    @staticmethod
    def _step(graph: Graph, known: dict[str, int], name: str) -> int:
        found = [at for at in graph.find(name) if at in known.values()]
        if len(found) != 1:
            raise ActivationsError(
                N_("There is no layer {asked} that runs once and has one output. Choose one of {known}."),
                asked=repr(name),
                known=", ".join(known),
            )
        return found[0]

    def __call__(self, images: npt.ArrayLike) -> dict[str, np.ndarray]:
        """Return one float32 array per layer, for pictures (batch, height, width, channels) in the model's own range.

        A single picture (height, width, channels) is accepted too; its arrays have no batch axis. Raises SurgeryError
        if the probabilities of the logits are not the model's own output.
        """
        pictures = np.asarray(images, "float32")
        single = pictures.ndim == len(self._input_shape)
        batch = pictures[None] if single else pictures
        check_shape(self._input_shape, batch)
        outputs = [ops.convert_to_numpy(output) for output in self._run(batch)]
        if self.scored:
            own = outputs.pop()
            check(self.scored.ending, both_classes(outputs[-1]), own)
        return {name: output[0] if single else output for name, output in zip(self.layers, outputs, strict=True)}


def check_shape(expected: Sequence[int | None], batch: np.ndarray) -> None:
    """Raise ActivationsError unless a batch holds pictures of the expected shape, in which None is any size."""
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


def both_classes(logits: np.ndarray) -> np.ndarray:
    """Return [-z, z] for the logit z of a single unit, which distinguishes two classes; others as they are.

    >>> both_classes(np.array([[2.0]])).tolist()
    [[-2.0, 2.0]]
    """
    return np.concatenate([-logits, logits], axis=-1) if logits.shape[-1] == 1 else logits


class _Recorder(keras.layers.Layer):  # type: ignore[misc]  # Keras has no type stubs
    """Runs a model's graph again, on the same layers and weights.

    Returns the outputs of the given steps, float32; for a scored graph also the logits and the model's own output.
    """

    def __init__(self, graph: Graph, steps: Sequence[int], scored: Scored | None):
        super().__init__(name="recorder")
        self.inner, self.graph, self.steps, self.scored = graph.model, graph, steps, scored
        self.built = True

    def call(self, pictures: Any, training: bool = False) -> list[Any]:
        """Layers whose call recorded no `training` get it through Keras's call context."""
        if self.scored:
            *scores, values = self.scored.run(pictures)
        else:
            scores, values = [], self.graph.run(pictures)
        outputs = [values[at, 0] for at in self.steps]
        return [ops.cast(output, "float32") for output in (*outputs, *scores)]
