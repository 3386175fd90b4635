"""Occlusion (Zeiler, Fergus 2014): how far the score falls when a square of the picture is covered."""

from collections.abc import Sequence

import keras
import numpy as np

from cnnlab.nets.grad_cam.explainer import Explainer, Work, joined
from cnnlab.nets.grad_cam.masked import BATCH, MaskedScores, Masks, seeing

GRID = 14  # cells a side


class Occlusion(Explainer):
    """Explain by covering one place after the other; the map has GRID x GRID cells (fewer for small pictures).

    The square that is covered is twice as high and wide as a cell, with the cell in its middle.
    """

    def __init__(self, model: keras.Model, masked: MaskedScores | None = None, grid: int = GRID):
        self._masked, self._grid = masked or MaskedScores(model), grid
        super().__init__(model, self._masked.scored)

    def _work(self, pictures: np.ndarray, classes: np.ndarray) -> Work:
        parts = []
        size = self._masked.size(pictures[0])
        rows, columns = (min(self._grid, side) for side in size)
        places = list(np.ndindex(rows, columns))
        for at, picture in enumerate(pictures):
            logits, own = self._masked(picture, seeing(1, size))
            explained = int(logits[0].argmax()) if classes[at] < 0 else int(classes[at])
            falls: list[float] = []
            for start in range(0, len(places), BATCH):
                scores, _ = self._masked(picture, covering(places[start : start + BATCH], (rows, columns), size))
                falls += (logits[0, explained] - scores[:, explained]).tolist()
                yield at * len(places) + len(falls), len(pictures) * len(places)
            signed = np.array(falls, np.float32).reshape(1, rows, columns)
            parts.append([signed, logits, np.array([explained]), own])
        return joined(parts)


def covering(places: Sequence[tuple[int, ...]], grid: tuple[int, int], size: tuple[int, int]) -> Masks:
    """The masks that hide the squares around cells: 1 less the product of the rows and the columns that are hidden.

    >>> covering([(0, 1)], (2, 4), (2, 8)).whole().astype(int).tolist()
    [[[1, 0, 0, 0, 0, 1, 1, 1], [1, 0, 0, 0, 0, 1, 1, 1]]]
    """
    sides = []
    for axis, (cells, side) in enumerate(zip(grid, size, strict=True)):
        both = np.ones((len(places), side, 2), np.float32)
        for mask, place in zip(both, places, strict=True):
            first, end = (round((place[axis] + shift) * side / cells) for shift in (-0.5, 1.5))
            mask[:, 1] = 0
            mask[max(0, first) : end, 1] = 1
        sides.append(both)
    return Masks(sides[0], np.tile(np.diag(np.array([1, -1], np.float32)), (len(places), 1, 1)), sides[1])
