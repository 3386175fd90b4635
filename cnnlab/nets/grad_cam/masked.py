"""A network's scores of a picture behind many masks, in batches of one compiled forward pass."""

from dataclasses import dataclass
from typing import Any

import keras
import numpy as np
from keras import ops

from cnnlab.nets.channel_axis import input_axis
from cnnlab.nets.grad_cam.explainer import both_logits
from cnnlab.nets.grad_cam.whole import Whole
from cnnlab.nets.gradients import compiled_for_any, sizes_are_free
from cnnlab.nets.graph import Graph
from cnnlab.nets.surgery import Scored

BATCH = 8  # masked pictures of a forward pass at most


@dataclass(frozen=True, eq=False)
class Masks:
    """Masks as products of small arrays, float32: rows (count, height, m) x cells (count, m, n) x columns, transposed.

    `columns` is (count, width, n); `rows` and `columns` may have a count of 1, where they are the same for all masks. A
    mask is 1 where the picture is seen and 0 where it is hidden. With `stretched`, each is brought to go from 0 at its
    smallest value to 1 at its largest; one without contrast hides everything.
    """

    rows: np.ndarray
    cells: np.ndarray
    columns: np.ndarray
    stretched: bool = False

    def __len__(self) -> int:
        return len(self.cells)

    def whole(self) -> np.ndarray:
        """The masks (count, height, width), before they are stretched."""
        found: np.ndarray = self.rows @ self.cells @ self.columns.transpose(0, 2, 1)
        return found


def seeing(share: float, size: tuple[int, int]) -> Masks:
    """One mask of a size, with the same value everywhere.

    >>> seeing(0.5, (1, 2)).whole().tolist()
    [[[0.5, 0.5]]]
    """
    height, width = size
    return Masks(np.ones((1, height, 1), "float32"), np.full((1, 1, 1), share, "float32"), np.ones((1, width, 1), "f4"))


def filled(masks: Masks) -> Masks:
    """BATCH masks: the last one is repeated.

    >>> filled(seeing(0.5, (1, 2))).cells.shape
    (8, 1, 1)
    """

    def repeated(values: np.ndarray) -> np.ndarray:
        return np.concatenate([values, np.repeat(values[-1:], BATCH - len(values), axis=0)])

    return Masks(repeated(masks.rows), repeated(masks.cells), repeated(masks.columns), masks.stretched)


class MaskedScores:
    """Compiled once for each size of pictures, for all masks and classes; on JAX once for each shape of masks too.

    What a mask hides has the picture's mean colour, or the value `hidden` where one is given: zeros after the network's
    own scaling, as most papers have them, are no colour of pictures whose values go from 0 to 255.
    """

    def __init__(self, model: keras.Model, hidden: float | None = None):
        graph = Graph(model)
        self.scored, self.axis, self._hidden = Scored(graph), input_axis(graph), hidden
        whole = Whole(self.scored)

        def run(picture: Any, hidden: Any, rows: Any, cells: Any, columns: Any, stretches: Any) -> tuple[Any, Any]:
            masks = ops.matmul(ops.matmul(rows, cells), ops.transpose(columns, (0, 2, 1)))
            masks = ops.where(stretches, stretched(masks), masks)
            masks = ops.expand_dims(masks, self.axis)
            logits, own = whole(hidden + masks * (picture - hidden), training=False)
            return both_logits(logits), ops.cast(own, "float32")

        self._run = compiled_for_any(run, ((), (), (0, 2), (0, 1, 2), (0, 2), ()))

    def __call__(self, picture: np.ndarray, masks: Masks) -> tuple[np.ndarray, np.ndarray]:
        """Logits (count, classes) and own outputs (count, units) of one picture behind masks, at most BATCH of them."""
        same = masks if sizes_are_free() else filled(masks)
        arrays = same.rows, same.cells, same.columns, np.array([[[masks.stretched]]])
        logits, own = map(ops.convert_to_numpy, self._run(picture[None], self.hidden(picture)[None], *arrays))
        return np.asarray(logits)[: len(masks)], np.asarray(own)[: len(masks)]

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


def stretched(masks: Any) -> Any:
    """Masks (count, height, width) from 0 to 1 each, of the backend's tensors; 0 where there is no contrast."""
    low = ops.min(masks, axis=(1, 2), keepdims=True)
    return ops.divide_no_nan(masks - low, ops.max(masks, axis=(1, 2), keepdims=True) - low)


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
