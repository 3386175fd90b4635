"""Score-CAM (Wang et al. 2020): each feature map, as a mask, counts by the score that the picture keeps behind it."""

import keras
import numpy as np
from keras import ops

from cnnlab.nets.grad_cam.explainer import Explainer, Work, arrays_of, both_logits, joined
from cnnlab.nets.grad_cam.masked import BATCH, MaskedScores, Masks, enlarging
from cnnlab.nets.gradients import compiled
from cnnlab.nets.surgery import open_at


class ScoreCAM(Explainer):
    """Explain at one layer, without gradients; pictures, layers and classes as GradCAM.

    A map without any contrast makes an empty mask, whose score is that of the hidden picture, so it needs no pass.
    """

    def __init__(self, model: keras.Model, layer: str | None = None, masked: MaskedScores | None = None):
        self._opened = open_at(model, layer)
        super().__init__(model, self._opened.scored, self._opened.target)
        self._masked = masked or MaskedScores(model)
        axis = self._opened.channel_axis

        def run(pictures: np.ndarray) -> tuple[object, ...]:
            maps, scores, own = self._opened(pictures, training=False)
            return ops.moveaxis(ops.cast(maps, "float32"), axis, 1), both_logits(scores), ops.cast(own, "float32")

        self._run = compiled(run)

    def _work(self, pictures: np.ndarray, classes: np.ndarray) -> Work:
        parts = []
        for at, picture in enumerate(pictures):
            maps, logits, own = arrays_of(self._run(picture[None]))
            explained = int(logits[0].argmax()) if classes[at] < 0 else int(classes[at])
            rises = np.zeros(len(maps[0]))  # of a map without contrast: nothing is seen, so the score does not rise
            useful = np.flatnonzero(np.ptp(maps[0], axis=(1, 2)))
            nothing = self._scores(picture, np.zeros((1, *maps[0].shape[1:]), np.float32), explained)[0]
            for start in range(0, len(useful), BATCH):
                chosen = useful[start : start + BATCH]
                rises[chosen] = self._scores(picture, maps[0][chosen], explained) - nothing
                done, total = at * len(useful) + start + len(chosen), len(pictures) * len(useful)
                yield min(done, total), total
            signed = score_weighted(rises, maps[0])
            parts.append([signed[None], logits, np.array([explained]), own])
        return joined(parts)

    def _scores(self, picture: np.ndarray, maps: np.ndarray, explained: int) -> np.ndarray:
        logits, _ = self._masked(picture, as_masks(maps, self._masked.size(picture)))
        scores: np.ndarray = logits[:, explained].astype(np.float64)
        return scores


def as_masks(maps: np.ndarray, size: tuple[int, int]) -> Masks:
    """Maps (count, rows, columns) as masks: enlarged, then each from 0 at its smallest value to 1 at its largest.

    The paper's equations for Up and s; a map without contrast hides everything.
    """
    rows, columns = (enlarging(*pair)[None] for pair in zip(maps.shape[1:], size, strict=True))
    return Masks(rows, maps, columns, stretched=True)


def score_weighted(rises: np.ndarray, maps: np.ndarray) -> np.ndarray:
    """The sum of maps (channels, rows, columns), each times the softmax over the channels of its rise of the score."""
    shares = np.exp(rises - rises.max())
    signed: np.ndarray = np.tensordot(shares / shares.sum(), maps.astype(np.float64), axes=1)
    return signed
