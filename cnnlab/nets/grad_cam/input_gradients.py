"""The gradient of a class's logit with respect to the pixels, and three methods that are made of it."""

from typing import Any

import keras
import numpy as np
from keras import ops

from cnnlab.nets.channel_axis import input_axis
from cnnlab.nets.grad_cam.explainer import Explainer, Work, arrays_of, both_logits, chosen_classes, joined
from cnnlab.nets.grad_cam.guided import guided
from cnnlab.nets.grad_cam.noise import noisy
from cnnlab.nets.grad_cam.whole import Whole
from cnnlab.nets.gradients import compiled_gradient
from cnnlab.nets.graph import Graph
from cnnlab.nets.surgery import Scored

BATCH = 8  # pictures of a gradient call
STEPS = 64  # of the way from black to the picture
SAMPLES = 32  # noisy copies


class InputGradients:
    """Compiled once per number of pictures, for all classes; with `guiding`, ReLUs pass positive gradients only."""

    def __init__(self, model: keras.Model, guiding: bool = False):
        graph = Graph(model)
        self.scored, self.axis = Scored(graph), input_axis(graph)
        whole = Whole(self.scored, guided) if guiding else Whole(self.scored)

        def score(addend: Any, pictures: Any, classes: Any) -> tuple[Any, ...]:
            scores, own = whole(pictures + addend, training=False)
            logits = both_logits(scores)
            explained = chosen_classes(logits, classes)
            total = ops.sum(logits * ops.one_hot(explained, logits.shape[-1]))
            return total, logits, explained, ops.cast(own, "float32")

        self._run = compiled_gradient(score, lambda *outputs: outputs)

    def __call__(self, pictures: np.ndarray, classes: np.ndarray) -> list[np.ndarray]:
        """Gradients, logits, explained classes (-1 takes the best one) and own outputs."""
        return arrays_of(self._run(pictures.shape, pictures, classes.astype(np.int32)))

    def over_colours(self, values: np.ndarray) -> np.ndarray:
        """The sum over the channels of values (batch, ...) in the pictures' shape. -> (batch, height, width)."""
        return np.asarray(values.sum(axis=self.axis))


class _FromInput(Explainer):
    """A method on the gradients of the pixels, which can be shared with another one."""

    def __init__(self, model: keras.Model, gradients: InputGradients | None = None):
        self._gradients = gradients or InputGradients(model)
        super().__init__(model, self._gradients.scored)


class IntegratedGradients(_FromInput):
    """Sundararajan et al. 2017, equation (1), with the midpoint rule over STEPS steps from a black picture.

    Completeness: the map adds up to the logit of the picture less that of the black one, up to the steps' error.
    """

    def _work(self, pictures: np.ndarray, classes: np.ndarray) -> Work:
        parts = []
        for at, picture in enumerate(pictures):
            _, logits, explained, own = self._gradients(picture[None], classes[at : at + 1])
            total = np.zeros(picture.shape, np.float64)
            for start in range(0, STEPS, BATCH):
                share = (np.arange(start, start + BATCH, dtype=np.float32) + 0.5) / STEPS
                total += self._gradients(share[:, None, None, None] * picture, np.repeat(explained, BATCH))[0].sum(0)
                yield at * STEPS + start + BATCH, len(pictures) * STEPS
            signed = self._gradients.over_colours((picture * total / STEPS)[None])
            parts.append([signed, logits, explained, own])
        return joined(parts)


class SmoothGrad(_FromInput):
    """Smilkov et al. 2017: the mean gradient of SAMPLES noisy copies; its absolute values, added over the colours."""

    def _work(self, pictures: np.ndarray, classes: np.ndarray) -> Work:
        parts = []
        for at, picture in enumerate(pictures):
            _, logits, explained, own = self._gradients(picture[None], classes[at : at + 1])
            total = np.zeros(picture.shape, np.float64)
            for start in range(0, SAMPLES, BATCH):
                total += self._gradients(noisy(picture, start, BATCH), np.repeat(explained, BATCH))[0].sum(axis=0)
                yield at * SAMPLES + start + BATCH, len(pictures) * SAMPLES
            signed = self._gradients.over_colours(np.abs(total / SAMPLES)[None])
            parts.append([signed, logits, explained, own])
        return joined(parts)


class GuidedBackprop(_FromInput):
    """Springenberg et al. 2015; the absolute values of the guided gradient, added over the colours."""

    def __init__(self, model: keras.Model, gradients: InputGradients | None = None):
        super().__init__(model, gradients or InputGradients(model, guiding=True))

    def _work(self, pictures: np.ndarray, classes: np.ndarray) -> Work:
        parts = []
        for at in range(len(pictures)):
            gradients, logits, explained, own = self._gradients(pictures[at : at + 1], classes[at : at + 1])
            parts.append([self._gradients.over_colours(np.abs(gradients)), logits, explained, own])
            yield at + 1, len(pictures)
        return joined(parts)
