"""A network's scores of a picture behind many masks, in batches of one compiled forward pass."""

from typing import Any

import keras
import numpy as np
from keras import ops

from cnnlab.nets.channel_axis import input_axis
from cnnlab.nets.grad_cam.explainer import both_logits
from cnnlab.nets.grad_cam.whole import Whole
from cnnlab.nets.gradients import compiled
from cnnlab.nets.graph import Graph
from cnnlab.nets.surgery import Scored

BATCH = 8  # masked pictures of a forward pass


class MaskedScores:
    """Compiled once for each size of pictures, for all masks and classes.

    What a mask hides has the picture's mean colour, or the value `hidden` where one is given: zeros after the network's
    own scaling, as most papers have them, are no colour of pictures whose values go from 0 to 255.
    """

    def __init__(self, model: keras.Model, hidden: float | None = None):
        graph = Graph(model)
        self.scored, self.axis, self._hidden = Scored(graph), input_axis(graph), hidden
        whole = Whole(self.scored)

        def run(picture: Any, hidden: Any, masks: Any) -> tuple[Any, Any]:
            masks = ops.expand_dims(masks, self.axis)
            logits, own = whole(hidden + masks * (picture - hidden), training=False)
            return both_logits(logits), ops.cast(own, "float32")

        self._run = compiled(run)

    def __call__(self, picture: np.ndarray, masks: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Logits (count, classes) and own outputs (count, units) of one picture behind masks (count, height, width).

        A mask is 1 where the picture is seen and 0 where it is hidden; at most BATCH of them.
        """
        padded = np.zeros((BATCH, *masks.shape[1:]), np.float32)  # one shape, so that it is compiled once
        padded[: len(masks)] = masks
        logits, own = self._run(picture[None], self.hidden(picture)[None], padded)
        return (np.asarray(ops.convert_to_numpy(part))[: len(masks)] for part in (logits, own))  # type: ignore[return-value]

    def hidden(self, picture: np.ndarray) -> np.ndarray:
        """What is seen where a mask is 0, in the picture's shape."""
        if self._hidden is not None:
            return np.full_like(picture, self._hidden)
        spatial = tuple(axis for axis in range(3) if axis != self.axis - 1)
        return np.broadcast_to(picture.mean(axis=spatial, keepdims=True), picture.shape).astype(np.float32)

    def size(self, picture: np.ndarray) -> tuple[int, int]:
        """Height and width of a picture."""
        height, width = (picture.shape[axis] for axis in range(3) if axis != self.axis - 1)
        return height, width


def enlarging(cells: int, pixels: int) -> np.ndarray:
    """The matrix (pixels, cells) that enlarges a row of cells bilinearly between their centres, clamped at the ends.

    >>> (4 * enlarging(2, 4)).tolist()
    [[4.0, 0.0], [3.0, 1.0], [1.0, 3.0], [0.0, 4.0]]
    """
    place = np.clip((np.arange(pixels) + 0.5) * cells / pixels - 0.5, 0, cells - 1)
    before = np.minimum(place.astype(int), max(cells - 2, 0))
    share = place - before
    matrix = np.zeros((pixels, cells), np.float32)
    matrix[np.arange(pixels), before] = 1 - share
    matrix[np.arange(pixels), np.minimum(before + 1, cells - 1)] += share
    return matrix


def enlarged(maps: np.ndarray, height: int, width: int) -> np.ndarray:
    """Maps (..., rows, columns) enlarged bilinearly to (..., height, width)."""
    wide = np.tensordot(maps, enlarging(maps.shape[-1], width), axes=(-1, 1))  # (..., rows, width)
    tall = np.tensordot(enlarging(maps.shape[-2], height), wide, axes=(1, -2))  # one product: 100 times as fast as many
    return np.ascontiguousarray(np.moveaxis(tall, 0, -2))
