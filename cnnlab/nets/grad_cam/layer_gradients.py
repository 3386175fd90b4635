"""The methods of one backward pass to a layer: Grad-CAM, Grad-CAM++, HiResCAM, LayerCAM, Eigen-CAM, Finer-CAM."""

import copy
from typing import Any

import keras
import numpy as np
from keras import ops

from cnnlab.core.errors import N_
from cnnlab.nets.grad_cam.explainer import Explainer, Work, arrays_of, both_logits, chosen_classes, joined
from cnnlab.nets.grad_cam.explanation import GradCAMError
from cnnlab.nets.grad_cam.weightings import METHODS, TARGETS, own_logit
from cnnlab.nets.gradients import compiled_gradient
from cnnlab.nets.surgery import open_at

LARGEST_BATCH = 16  # pictures per gradient call; 32 of 224x224 were measured to take 360 MB


class GradCAM(Explainer):
    """Explain a classifier at one layer; compiled once for each number of pictures, for every class and method.

    `layer` is a layer's name, also inside nested models, or its path ("base/conv2d") where several layers have one
    name; None takes the last one whose output is larger than one cell. Pictures are (batch, height, width, channels)
    in the model's own range, or (batch, channels, height, width) if the model takes them so. The gradients are those of
    the logits, before softmax or sigmoid; a network with one sigmoid unit has two classes, whose logits are -z and z.
    `activation`, softmax or sigmoid, turns logits into probabilities (cnnlab.core.cards.scores.probabilities), which
    are checked against the model's own output for every picture. Raises SurgeryError if the model cannot be opened
    at the layer or its output is not that of its logits, GradCAMError for all other mistakes.
    """

    def __init__(self, model: keras.Model, layer: str | None = None, method: str = "grad-cam"):
        self._choose(method)
        self._opened = open_at(model, layer)
        super().__init__(model, self._opened.scored, self._opened.target)
        self._run = compiled_gradient(self._score, self._finish)

    def using(self, method: str) -> "GradCAM":
        """The same layer explained by another method; both share what is compiled."""
        other = copy.copy(self)
        other._choose(method)
        return other

    def _choose(self, method: str) -> None:
        if method not in METHODS:
            raise GradCAMError(
                N_("There is no method {asked}. Choose one of {known}."), asked=repr(method), known=", ".join(METHODS)
            )
        self.method, self._number = method, np.int32(list(METHODS).index(method))

    def _work(self, pictures: np.ndarray, classes: np.ndarray) -> Work:
        parts, total = [], len(pictures)
        for start in range(0, total, LARGEST_BATCH):
            batch = slice(start, start + LARGEST_BATCH)
            parts.append(self._one_batch(pictures[batch], classes[batch]))
            yield min(start + LARGEST_BATCH, total), total
        return joined(parts)

    def _one_batch(self, pictures: np.ndarray, classes: np.ndarray) -> list[np.ndarray]:
        return arrays_of(self._run(self._opened.map_shape(pictures.shape), pictures, classes, self._number))

    def _score(self, addend: Any, pictures: Any, classes: Any, number: Any) -> tuple[Any, ...]:
        maps, scores, own = self._opened(pictures, addend, training=False)
        logits = both_logits(scores)
        explained = chosen_classes(logits, classes)
        kinds = [TARGETS.get(method, own_logit) for method in METHODS]
        target = ops.stop_gradient(ops.switch(number, kinds, logits, explained))
        return ops.sum(logits * target), maps, number, logits, explained, ops.cast(own, "float32")

    def _finish(self, gradients: Any, maps: Any, number: Any, *others: Any) -> tuple[Any, ...]:
        axis = self._opened.channel_axis
        gradients, maps = (ops.moveaxis(ops.cast(part, "float32"), axis, -1) for part in (gradients, maps))
        return (ops.switch(number, list(METHODS.values()), gradients, maps), *others)
