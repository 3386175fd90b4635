"""RISE (Petsiuk et al. 2018): random masks, each counted by the probability that the masked picture gets."""

import keras
import numpy as np

from cnnlab.core.cards.scores import probabilities
from cnnlab.nets.grad_cam.explainer import Explainer, Work, joined
from cnnlab.nets.grad_cam.masked import BATCH, MaskedScores, Masks, enlarging, seeing

MASKS = 800  # the authors use 4,000 to 8,000; the noise of the estimate falls with the square root
CELLS = 7  # a side of a mask before it is enlarged
SEEN = 0.5  # the share of cells that a mask shows, p


class RISE(Explainer):
    """Explain by random masks, the same ones each time; the map has the picture's height and width."""

    def __init__(self, model: keras.Model, masked: MaskedScores | None = None, masks: int = MASKS, seed: int = 0):
        self._masked, self._count, self._seed = masked or MaskedScores(model), masks, seed
        super().__init__(model, self._masked.scored)

    def _work(self, pictures: np.ndarray, classes: np.ndarray) -> Work:
        parts = []
        for at, picture in enumerate(pictures):
            size = self._masked.size(picture)
            logits, own = self._masked(picture, seeing(1, size))
            explained = int(logits[0].argmax()) if classes[at] < 0 else int(classes[at])
            sums = Sums()
            for start in range(0, self._count, BATCH):
                count = min(BATCH, self._count - start)
                masks = random_masks(np.random.default_rng((self._seed, start)), count, size)
                scores, _ = self._masked(picture, masks)
                sums.add(probabilities(scores, self.activation)[:, explained], masks)
                yield at * self._count + start + count, len(pictures) * self._count
            parts.append([sums.map()[None], logits, np.array([explained]), own])
        return joined(parts)


class Sums:
    """Masks, the probabilities that the pictures behind them get, and what they add up to.

    The paper's equation (6) is S = sum(f(I . M) M) / (N p). Here each f is taken less the mean of all: the expected map
    is the same but for a constant, so the order of the pixels is too; a pixel that more masks happen to show no longer
    gains by that, and the map is positive where the class is more probable when the pixel is seen.
    """

    def __init__(self) -> None:
        self._masks: list[Masks] = []
        self._scores: list[np.ndarray] = []

    def add(self, scores: np.ndarray, masks: Masks) -> None:
        """Add masks and their scores (count,)."""
        self._masks.append(masks)
        self._scores.append(scores.astype(np.float64))

    def map(self) -> np.ndarray:
        """The map of the masks so far, (height, width): one product of matrices, without any mask in full size."""
        rows, cells, columns = (
            np.concatenate([getattr(masks, part) for masks in self._masks]).astype(np.float64)
            for part in ("rows", "cells", "columns")
        )
        scores = np.concatenate(self._scores)
        left = rows.transpose(1, 0, 2).reshape(rows.shape[1], -1)  # (height, count x m)
        right = (scores - scores.mean())[:, None, None] * cells @ columns.transpose(0, 2, 1)  # (count, m, width)
        return np.asarray(left @ right.reshape(-1, right.shape[2]) / (len(scores) * SEEN))


def random_masks(generator: np.random.Generator, count: int, size: tuple[int, int], cells: int = CELLS) -> Masks:
    """Random cells, shown with probability SEEN, enlarged bilinearly and shifted.

    There are cells + 1 in a row, each as wide as the picture's side / cells, rounded up; a window of the picture's size
    is cut out, up to one cell from the corner. The paper's section 3.2 enlarges `cells` in a row to the same size, so
    that a cell there is wider by 1 / cells.
    """
    shown = (generator.random((count, cells + 1, cells + 1)) < SEEN).astype(np.float32)
    steps = [int(np.ceil(side / cells)) for side in size]
    starts = [generator.integers(0, step, count) for step in steps]
    rows, columns = (
        enlarging(cells + 1, (cells + 1) * step)[start[:, None] + np.arange(side)]
        for side, step, start in zip(size, steps, starts, strict=True)
    )
    return Masks(rows, shown, columns)
