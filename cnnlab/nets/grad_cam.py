"""Grad-CAM (Selvaraju et al. 2017): where in a picture a network finds evidence for a class."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import keras
import numpy as np
import numpy.typing as npt
from keras import ops

from cnnlab.core.errors import N_, CnnLabError
from cnnlab.nets.ending import check
from cnnlab.nets.gradients import compiled_gradient
from cnnlab.nets.surgery import open_at

LARGEST_BATCH = 16  # pictures per gradient call; 32 of 224x224 were measured to take 360 MB


class GradCAMError(CnnLabError):
    """The pictures, the class or the method cannot be explained."""


@dataclass(frozen=True)
class BatchExplanation:
    """The result of one call, for each picture."""

    signed: np.ndarray  # float32 (batch, height, width): the weighted sum before the ReLU
    logits: np.ndarray  # float32 (batch, classes): the scores before softmax or sigmoid; [-z, z] for one sigmoid unit
    classes: np.ndarray  # int (batch,): the class explained

    @property
    def raw(self) -> np.ndarray:
        """float32 (batch, height, width), never negative: the ReLU of equation (2)."""
        raw: np.ndarray = np.maximum(self.signed, 0.0)
        return raw

    @property
    def normalized(self) -> np.ndarray:
        """The raw map divided by its own largest value, in [0, 1]; all zero where no evidence is positive."""
        return normalize(self.raw)


def channel_weights(gradients: Any) -> Any:
    """Equation (1): each channel's mean gradient. (batch, height, width, channels) -> (batch, channels)."""
    return ops.mean(gradients, axis=(1, 2))


def combine(weights: Any, maps: Any) -> Any:
    """Equation (2) before its ReLU: the sum of the maps, each times its weight. -> (batch, height, width)."""
    return ops.squeeze(ops.matmul(maps, weights[:, None, :, None]), axis=-1)


def mean_gradient_map(gradients: Any, maps: Any) -> Any:
    """Grad-CAM before its ReLU: equations (1) and (2). (batch, height, width, channels) twice -> one per cell."""
    return combine(channel_weights(gradients), maps)


# How each method makes a map of a layer's gradients and feature maps. A new method is one function here.
METHODS: dict[str, Callable[[Any, Any], Any]] = {"grad-cam": mean_gradient_map}


def normalize(maps: np.ndarray) -> np.ndarray:
    """Divide each map (batch, height, width) by its largest value; a map without a positive value becomes zero.

    >>> normalize(np.array([[[0.0, 2.0]], [[0.0, 0.0]]])).tolist()
    [[[0.0, 1.0]], [[0.0, 0.0]]]
    """
    largest = maps.max(axis=(1, 2), keepdims=True)
    normalized: np.ndarray = np.divide(maps, largest, out=np.zeros_like(maps), where=largest > 0)
    return normalized


class GradCAM:
    """Explain a classifier at one layer; compiled once for each number of pictures, for every class.

    `layer` is a layer's name, also inside nested models, or its path ("base/conv2d") where several layers have one
    name; None takes the last one whose output is larger than one cell. Pictures are (batch, height, width, channels)
    in the model's own range, or (batch, channels, height, width) if the model takes them so. The gradients are those of
    the logits, before softmax or sigmoid; a network with one sigmoid unit has two classes, whose logits are -z and z.
    `activation`, softmax or sigmoid, turns logits into probabilities (cnnlab.core.cards.scores.probabilities), which
    are checked against the model's own output for every picture. Raises SurgeryError if the model cannot be opened
    at the layer or its output is not that of its logits, GradCAMError for all other mistakes.
    """

    def __init__(self, model: keras.Model, layer: str | None = None, method: str = "grad-cam"):
        if method not in METHODS:
            raise GradCAMError(
                N_("There is no method {asked}. Choose one of {known}."), asked=repr(method), known=", ".join(METHODS)
            )
        self._map = METHODS[method]
        self._opened = open_at(model, layer)
        self.layer, self.activation = self._opened.target, self._opened.activation
        self._input_shape = tuple(model.inputs[0].shape[1:])
        self._run = compiled_gradient(self._score, self._finish)

    def __call__(self, images: npt.ArrayLike, class_index: npt.ArrayLike | None = None) -> np.ndarray:
        """float32 (batch, height, width) at the layer's own size, in [0, 1], all zero without positive evidence."""
        return self.explain(images, class_index).normalized

    def raw(self, images: npt.ArrayLike, class_index: npt.ArrayLike | None = None) -> np.ndarray:
        """The same before it is divided by its largest value."""
        return self.explain(images, class_index).raw

    def explain(self, images: npt.ArrayLike, class_index: npt.ArrayLike | None = None) -> BatchExplanation:
        """Explain `class_index` (one for all pictures, or one each); None takes the best class of each picture."""
        pictures = self._checked_pictures(images)
        classes = self._checked_classes(class_index, len(pictures))
        parts = [
            self._one_batch(pictures[start : start + LARGEST_BATCH], classes[start : start + LARGEST_BATCH])
            for start in range(0, len(pictures), LARGEST_BATCH)
        ]
        signed, logits, explained, own = (np.concatenate(arrays) for arrays in zip(*parts, strict=True))
        if not (np.isfinite(signed).all() and np.isfinite(logits).all()):
            raise GradCAMError(
                N_("Scores or gradients at the layer {layer} are infinite or undefined. Check the model's weights."),
                layer=self.layer,
            )
        check(self._opened.scored.ending, logits, own)
        return BatchExplanation(signed, logits, explained)

    def _one_batch(self, pictures: np.ndarray, classes: np.ndarray) -> list[np.ndarray]:
        outputs = self._run(self._opened.map_shape(pictures.shape), pictures, classes)
        return [ops.convert_to_numpy(output) for output in outputs]

    def _score(self, addend: Any, pictures: Any, classes: Any) -> tuple[Any, ...]:
        maps, scores, own = self._opened(pictures, addend, training=False)
        logits = ops.cast(scores, "float32")
        if logits.shape[-1] == 1:
            logits = ops.concatenate([-logits, logits], axis=-1)
        explained = ops.where(classes < 0, ops.cast(ops.argmax(logits, axis=-1), classes.dtype), classes)
        score = ops.sum(logits * ops.one_hot(explained, logits.shape[-1]))
        return score, maps, logits, explained, ops.cast(own, "float32")

    def _finish(self, gradients: Any, maps: Any, *others: Any) -> tuple[Any, ...]:
        channels_last = (ops.moveaxis(ops.cast(x, "float32"), self._opened.channel_axis, -1) for x in (gradients, maps))
        return (self._map(*channels_last), *others)

    def _checked_pictures(self, images: npt.ArrayLike) -> np.ndarray:
        pictures = np.asarray(images, dtype="float32")
        expected = self._input_shape
        fits = pictures.ndim == 4 and all(
            wanted in (None, size) for wanted, size in zip(expected, pictures.shape[1:], strict=True)
        )
        if not fits or len(pictures) == 0:
            raise GradCAMError(
                N_(
                    "The model takes pictures of shape (batch, {expected}), but the shape of these is {shape}. "
                    "Add the batch axis or resize them."
                ),
                expected=", ".join(map(str, expected)),
                shape=str(pictures.shape),
            )
        if not np.isfinite(pictures).all():
            raise GradCAMError(
                N_("Some values in the pictures are infinite or undefined. Replace them with finite numbers first.")
            )
        return pictures

    def _checked_classes(self, class_index: npt.ArrayLike | None, count: int) -> np.ndarray:
        """Return int32 (count,), -1 for the best class."""
        chosen = np.asarray(-1 if class_index is None else class_index)
        known = self._opened.classes
        if chosen.dtype.kind not in "iu" or chosen.shape not in ((), (count,)):
            raise GradCAMError(
                N_("{given} is neither a class index nor a list of {count}, one for each picture. Use whole numbers."),
                given=repr(class_index),
                count=count,
            )
        if class_index is not None and not (chosen.min() >= 0 and chosen.max() < known):
            raise GradCAMError(
                N_("{given} is out of range: the model's classes are 0 to {last}. Choose one of them."),
                given=repr(class_index),
                last=known - 1,
            )
        return np.broadcast_to(chosen, (count,)).astype("int32")
