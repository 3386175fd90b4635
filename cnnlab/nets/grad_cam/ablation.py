"""Ablation-CAM (Desai, Ramaswamy 2020): how far the score falls when a feature map is set to 0."""

import math
from typing import Any

import keras
import numpy as np
from keras import ops, tree

from cnnlab.nets.grad_cam.explainer import Explainer, Work, arrays_of, both_logits, joined
from cnnlab.nets.gradients import compiled
from cnnlab.nets.graph import Step
from cnnlab.nets.layer_variants import without_stride
from cnnlab.nets.surgery import Opened, open_at

BATCH = 32  # feature maps of a pass at most; the layers before the explained one run once for all of them
VALUES = 4_000_000  # of the layer's outputs in a pass, where that is more than one output; 16 MB in float32


class AblationCAM(Explainer):
    """Explain at one layer, without gradients; pictures, layers and classes as GradCAM.

    The map is the sum of the feature maps, each times the fall of the score without it. The paper divides the fall by
    the score, a factor that all maps share and that would turn the map round where the score is negative.
    """

    def __init__(self, model: keras.Model, layer: str | None = None):
        self._opened = open_at(model, layer)
        super().__init__(model, self._opened.scored, self._opened.target)
        ablated, axis = _Ablated(self._opened), self._opened.channel_axis

        def run(pictures: Any, kept: Any) -> tuple[Any, ...]:
            maps, scores, own = ablated(pictures, kept, training=False)
            return ops.moveaxis(ops.cast(maps, "float32"), axis, -1), both_logits(scores), ops.cast(own, "float32")

        self._run = compiled(run)

    def _work(self, pictures: np.ndarray, classes: np.ndarray) -> Work:
        parts = []
        channels, batch = self._sizes(pictures.shape[1:])
        for at, picture in enumerate(pictures):
            maps, logits, own = self._without(picture, [])
            explained = int(logits[0].argmax()) if classes[at] < 0 else int(classes[at])
            falls: list[float] = []
            for start in range(0, channels, batch):
                removed = list(range(start, min(start + batch, channels)))
                scores = self._without(picture, removed)[1][: len(removed), explained]
                falls += (logits[0, explained] - scores.astype(np.float64)).tolist()
                yield at * channels + len(falls), len(pictures) * channels
            signed = maps[:1].astype(np.float64) @ np.array(falls)
            parts.append([signed, logits[:1], np.array([explained]), own[:1]])
        return joined(parts)

    def _sizes(self, picture_shape: tuple[int, ...]) -> tuple[int, int]:
        """The layer's channels, and how many of them are removed in a pass: fewer where the maps are large."""
        shape = self._opened.map_shape((1, *picture_shape))
        return shape[self._opened.channel_axis], max(1, min(BATCH, VALUES // math.prod(shape)))

    def _without(self, picture: np.ndarray, removed: list[int]) -> list[np.ndarray]:
        channels, batch = self._sizes(picture.shape)
        kept = np.ones((batch, channels), np.float32)
        kept[np.arange(len(removed)), removed] = 0
        return arrays_of(self._run(picture[None], kept))


class _Ablated(Opened):
    """Maps (one picture, kept) to the layer's output, and the logits and own outputs with each row of channels kept.

    `kept` is (count, channels), 0 for a channel that is set to 0.
    """

    def __init__(self, opened: Opened):
        super().__init__(opened.scored, opened.at, opened.target)

    def call(self, pictures: Any, addend: Any = None, training: bool = False) -> tuple[Any, Any, Any]:
        """`addend` is `kept`, by its place in Opened."""
        maps, count = [], addend.shape[0]
        shape = (count, -1, 1, 1) if self.channel_axis == 1 else (count, 1, 1, -1)

        def visit(at: int, step: Step, call: Any, *args: Any, **kwargs: Any) -> Any:
            args, kwargs = _as_many(count, args, kwargs)
            output = without_stride(step.operation, call)(*args, **kwargs)
            if at != self.at:
                return output
            maps.append(output)
            return output * ops.cast(ops.reshape(addend, shape), output.dtype)

        logits, own, _ = self.scored.run(pictures, visit)
        return maps[0], logits, own


def _as_many(count: int, args: Any, kwargs: Any) -> Any:
    """Repeat what comes past the explained layer, where a step also takes what comes through it."""
    tensors = [value for value in tree.flatten((args, kwargs)) if _is_batch(value)]
    if not any(tensor.shape[0] == count for tensor in tensors) or count == 1:
        return args, kwargs

    def repeated(value: Any) -> Any:
        if not _is_batch(value) or value.shape[0] != 1:
            return value
        return ops.broadcast_to(value, (count, *value.shape[1:]))

    return tree.map_structure(repeated, (args, kwargs))


def _is_batch(value: Any) -> bool:
    return ops.is_tensor(value) and len(value.shape) > 0
