"""Grad-CAM (Selvaraju et al. 2017): where in a picture a network found evidence for a class."""

from dataclasses import dataclass

import keras
import numpy as np
from keras import ops

from cnnlab.core.errors import N_, CnnLabError
from cnnlab.nets.gradients import compiled_gradient
from cnnlab.nets.surgery import open_at

METHODS = ("grad-cam",)
LARGEST_BATCH = 16  # pictures in one gradient call; 32 of 224x224 were measured to take 360 MB


class GradCAMError(CnnLabError):
    """The pictures, the class or the method cannot be explained."""


@dataclass(frozen=True)
class Explanation:
    """What one call found, for each picture."""

    signed: np.ndarray  # float32 (batch, height, width): the weighted sum before the ReLU
    logits: np.ndarray  # float32 (batch, classes): the scores whose gradient was taken; [-z, z] for one sigmoid unit
    classes: np.ndarray  # int (batch,): the class explained

    @property
    def raw(self) -> np.ndarray:
        """float32 (batch, height, width), never negative: the ReLU of equation (2)."""
        return np.maximum(self.signed, 0.0)

    @property
    def normalized(self) -> np.ndarray:
        """The raw map divided by its own largest value, in [0, 1]; all zero where no evidence is positive."""
        return normalize(self.raw)


def channel_weights(gradients):
    """Equation (1): each channel's mean gradient. (batch, height, width, channels) -> (batch, channels)."""
    return ops.mean(gradients, axis=(1, 2))


def combine(weights, maps):
    """Equation (2) before its ReLU: the maps, each times its weight, summed. -> (batch, height, width)."""
    return ops.squeeze(ops.matmul(maps, weights[:, None, :, None]), axis=-1)


def normalize(maps: np.ndarray) -> np.ndarray:
    """Divide each map (batch, height, width) by its largest value; a map without a positive value stays zero.

    >>> normalize(np.array([[[0.0, 2.0]], [[0.0, 0.0]]])).tolist()
    [[[0.0, 1.0]], [[0.0, 0.0]]]
    """
    largest = maps.max(axis=(1, 2), keepdims=True)
    return np.divide(maps, largest, out=np.zeros_like(maps), where=largest > 0)


class GradCAM:
    """Explain a classifier at one layer; compiled once for each number of pictures, for every class.

    `layer` is a layer's name, inside nested models too; None takes the last one whose output is more than one cell.
    Pictures are (batch, height, width, channels) in the model's own range. Gradients are those of the logits, before
    softmax or sigmoid; a network with one sigmoid unit has two classes, whose logits are -z and z. `activation` says
    which of the two makes probabilities of the logits (cnnlab.core.cards.scores.probabilities).
    Raises SurgeryError for a model or a layer that cannot be opened up, GradCAMError for all else.
    """

    def __init__(self, model: keras.Model, layer: str | None = None, method: str = "grad-cam"):
        if method not in METHODS:
            raise GradCAMError(
                N_("One of the methods {known} was expected; {asked} came."),
                known=", ".join(METHODS),
                asked=repr(method),
            )
        self._opened = open_at(model, layer)
        self.layer, self.activation = self._opened.target, self._opened.activation
        self._input_shape = tuple(model.inputs[0].shape[1:])
        self._run = compiled_gradient(self._score, self._finish)

    def __call__(self, images, class_index=None) -> np.ndarray:
        """float32 (batch, height, width) at the layer's own size, in [0, 1], all zero without positive evidence."""
        return self.explain(images, class_index).normalized

    def raw(self, images, class_index=None) -> np.ndarray:
        """The same before it is divided by its largest value."""
        return self.explain(images, class_index).raw

    def explain(self, images, class_index=None) -> Explanation:
        """Explain `class_index` (one for all pictures, or one each); None takes each picture's best class."""
        pictures = self._checked_pictures(images)
        classes = self._checked_classes(class_index, len(pictures))
        parts = [
            self._one_batch(pictures[start : start + LARGEST_BATCH], classes[start : start + LARGEST_BATCH])
            for start in range(0, len(pictures), LARGEST_BATCH)
        ]
        signed, logits, explained = (np.concatenate(each) for each in zip(*parts, strict=True))
        if not (np.isfinite(signed).all() and np.isfinite(logits).all()):
            raise GradCAMError(
                N_(
                    "Finite scores and gradients were expected; at the layer {layer} some are infinite or undefined. "
                    "Check the model's weights."
                ),
                layer=self.layer,
            )
        return Explanation(signed, logits, explained)

    def _one_batch(self, pictures, classes):
        outputs = self._run(self._opened.map_shape(pictures.shape), pictures, classes)
        return [ops.convert_to_numpy(each) for each in outputs]

    def _score(self, addend, pictures, classes):
        maps, scores = self._opened(pictures, addend, training=False)
        logits = ops.cast(scores, "float32")
        if logits.shape[-1] == 1:
            logits = ops.concatenate([-logits, logits], axis=-1)
        explained = ops.where(classes < 0, ops.cast(ops.argmax(logits, axis=-1), classes.dtype), classes)
        score = ops.sum(logits * ops.one_hot(explained, logits.shape[-1]))
        return score, maps, logits, explained

    def _finish(self, gradients, maps, logits, explained):
        maps, gradients = ops.cast(maps, "float32"), ops.cast(gradients, "float32")
        return combine(channel_weights(gradients), maps), logits, explained

    def _checked_pictures(self, images) -> np.ndarray:
        pictures = np.asarray(images, dtype="float32")
        expected = self._input_shape
        fits = pictures.ndim == 4 and all(
            want in (None, came) for want, came in zip(expected, pictures.shape[1:], strict=True)
        )
        if not fits or len(pictures) == 0:
            raise GradCAMError(
                N_(
                    "Pictures of shape (batch, {expected}) were expected; {came} came. "
                    "Add the batch axis or resize them."
                ),
                expected=", ".join(str(each) for each in expected),
                came=str(pictures.shape),
            )
        if not np.isfinite(pictures).all():
            raise GradCAMError(
                N_("Pictures of finite numbers were expected; some are infinite or undefined. Mend them first.")
            )
        return pictures

    def _checked_classes(self, class_index, count: int) -> np.ndarray:
        chosen = np.asarray(-1 if class_index is None else class_index)
        known = self._opened.classes
        if chosen.dtype.kind not in "iu" or chosen.shape not in ((), (count,)):
            raise GradCAMError(
                N_("One class index, or one for each of the {count} pictures, was expected; {came} came."),
                count=count,
                came=repr(class_index),
            )
        if class_index is not None and not (chosen.min() >= 0 and chosen.max() < known):
            raise GradCAMError(
                N_("A class index from 0 to {last} was expected; {came} came."), last=known - 1, came=repr(class_index)
            )
        return np.broadcast_to(chosen, (count,)).astype("int32")
