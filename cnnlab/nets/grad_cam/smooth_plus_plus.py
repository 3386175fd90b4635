"""Smooth Grad-CAM++ (Omeiza et al. 2019): Grad-CAM++ with derivatives averaged over noisy copies of the picture."""

from typing import Any

import keras
import numpy as np
from keras import ops

from cnnlab.nets.grad_cam.explainer import Explainer, Work, arrays_of, both_logits, chosen_classes, joined
from cnnlab.nets.grad_cam.noise import noisy
from cnnlab.nets.gradients import compiled_gradient
from cnnlab.nets.surgery import open_at

SAMPLES = 16
BATCH = 4


def smooth_weights(first: np.ndarray, second: np.ndarray, third: np.ndarray, maps: np.ndarray) -> np.ndarray:
    """The weights of the channels from the mean gradient, its mean square and its mean cube, (height, width, channels).

    alpha = D2 / (2 D2 + D3 sum(A)), 0 where the denominator is 0; the weight is the sum of alpha x ReLU(D1). The paper
    has D1 in alpha's numerator; with D2, as in torch-cam, a single picture without noise gives Grad-CAM++.
    """
    first, second, third = (np.asarray(part, np.float64) for part in (first, second, third))
    denominator = 2 * second + third * maps.sum(axis=(0, 1), dtype=np.float64)
    alphas = np.divide(second, denominator, out=np.zeros_like(second), where=denominator != 0)
    weights: np.ndarray = (alphas * np.maximum(first, 0)).sum(axis=(0, 1))
    return weights


class SmoothGradCAMPlusPlus(Explainer):
    """Explain at one layer, with the mean derivatives of `samples` noisy copies; pictures as GradCAM."""

    def __init__(self, model: keras.Model, layer: str | None = None, samples: int = SAMPLES, seed: int = 0):
        self._opened = open_at(model, layer)
        super().__init__(model, self._opened.scored, self._opened.target)
        self._samples, self._seed = samples, seed
        self._run = compiled_gradient(self._score, self._finish)

    def _work(self, pictures: np.ndarray, classes: np.ndarray) -> Work:
        parts, total = [], len(pictures) * self._samples
        for at, (picture, given) in enumerate(zip(pictures, classes, strict=True)):
            _, maps, logits, explained, own = self._gradients(picture[None], given)
            sums: Any = 0
            for start in range(0, self._samples, BATCH):
                copies = noisy(picture, start, BATCH, self._seed)[: self._samples - start]
                gradients = self._gradients(copies, explained[0])[0].astype(np.float64)
                sums = sums + np.stack([(gradients**power).sum(axis=0) for power in (1, 2, 3)])
                yield at * self._samples + start + len(copies), total
            first, second, third = sums / self._samples
            weights = smooth_weights(first, second, third, maps[0])
            parts.append([(maps[0].astype(np.float64) @ weights)[None], logits, explained, own])
        return joined(parts)

    def _gradients(self, pictures: np.ndarray, class_index: np.ndarray) -> list[np.ndarray]:
        classes = np.full(len(pictures), class_index, np.int32)
        return arrays_of(self._run(self._opened.map_shape(pictures.shape), pictures, classes))

    def _score(self, addend: Any, pictures: Any, classes: Any) -> tuple[Any, ...]:
        maps, scores, own = self._opened(pictures, addend, training=False)
        logits = both_logits(scores)
        explained = chosen_classes(logits, classes)
        score = ops.sum(logits * ops.one_hot(explained, logits.shape[-1]))
        return score, maps, logits, explained, ops.cast(own, "float32")

    def _finish(self, gradients: Any, maps: Any, *others: Any) -> tuple[Any, ...]:
        axis = self._opened.channel_axis
        return (*(ops.moveaxis(ops.cast(part, "float32"), axis, -1) for part in (gradients, maps)), *others)
