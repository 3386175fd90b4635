"""Occlusion (Zeiler, Fergus 2014): how far the score falls when a square of the picture is covered."""

import keras
import numpy as np

from cnnlab.nets.grad_cam.explainer import Explainer, Work, joined
from cnnlab.nets.grad_cam.masked import BATCH, MaskedScores

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
            logits, own = self._masked(picture, np.ones((1, *size), np.float32))
            explained = int(logits[0].argmax()) if classes[at] < 0 else int(classes[at])
            falls: list[float] = []
            for start in range(0, len(places), BATCH):
                masks = np.stack([covered(place, (rows, columns), size) for place in places[start : start + BATCH]])
                scores, _ = self._masked(picture, masks)
                falls += (logits[0, explained] - scores[:, explained]).tolist()
                yield at * len(places) + len(falls), len(pictures) * len(places)
            signed = np.array(falls, np.float32).reshape(1, rows, columns)
            parts.append([signed, logits, np.array([explained]), own])
        return joined(parts)


def covered(place: tuple[int, ...], grid: tuple[int, int], size: tuple[int, int]) -> np.ndarray:
    """The mask that hides the square around a cell; float32 (height, width).

    >>> covered((0, 1), (2, 4), (2, 8)).astype(int).tolist()
    [[1, 0, 0, 0, 0, 1, 1, 1], [1, 0, 0, 0, 0, 1, 1, 1]]
    """
    mask = np.ones(size, np.float32)
    rows, columns = (
        slice(max(0, round((at - 0.5) * side / cells)), round((at + 1.5) * side / cells))
        for at, cells, side in zip(place, grid, size, strict=True)
    )
    mask[rows, columns] = 0
    return mask
