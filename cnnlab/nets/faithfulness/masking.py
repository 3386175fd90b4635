"""What a network answers for a picture without the pixels of a heat map, or with nothing but them."""

from collections.abc import Callable, Iterator, Sequence

import keras
import numpy as np

from cnnlab.core.cards.scores import probabilities
from cnnlab.core.heat_map_scores import Kind, Masking, faded, on_picture, order_of
from cnnlab.nets.catalog import cached
from cnnlab.nets.logits import Logits

BATCH = 15  # pictures; always as many, so that the network is compiled once. The 225 points of a curve fill 15 batches
Progress = Callable[[int, int], None]


def without_pixels(
    model: keras.Model,
    picture: np.ndarray,
    heat: np.ndarray,
    class_index: int,
    kind: Kind,
    counts: Sequence[int],
    progress: Progress = lambda done, total: None,
) -> np.ndarray:
    """Return the probability of a class after each number of pixels of the map. -> float32 (counts,).

    `picture` (size, size, channels) is in the model's own range, 0 to 255; `heat` (rows, columns) has any size.
    """
    masking = Masking(picture, order_of(on_picture(heat, picture.shape[0])), kind)
    batches = (masking(counts[at : at + BATCH]) for at in range(0, len(counts), BATCH))
    return _probabilities(model, batches, class_index, progress, len(counts))


def seen_through(model: keras.Model, picture: np.ndarray, heats: Sequence[np.ndarray], class_index: int) -> np.ndarray:
    """Return the probability of a class for the picture, and for the picture times each map. -> float32 (1 + maps,)."""
    maps = [on_picture(heat, picture.shape[0]) for heat in heats]
    pictures = np.stack([picture.astype(np.float32), *(faded(picture, values) for values in maps)])
    batches = (pictures[at : at + BATCH] for at in range(0, len(pictures), BATCH))
    return _probabilities(model, batches, class_index, lambda done, total: None, len(pictures))


def _probabilities(
    model: keras.Model, batches: Iterator[np.ndarray], class_index: int, progress: Progress, total: int
) -> np.ndarray:
    run = cached(model, "logits", lambda: Logits(model))
    found: list[np.ndarray] = []
    for batch in batches:
        progress(sum(map(len, found)), total)
        missing = BATCH - len(batch)
        filled = np.concatenate([batch, np.repeat(batch[-1:], missing, axis=0)]) if missing else batch
        found.append(probabilities(run(filled), run.activation)[: len(batch), class_index])
    return np.concatenate(found).astype(np.float32)
