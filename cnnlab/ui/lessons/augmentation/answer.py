"""The answer of the Augmentation page: the engine's augmented batch, encoded for the browser."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import streamlit as st

from cnnlab.core.augmentation.batches import repeated, unchanged
from cnnlab.core.requests import Augment, AugmentedBatch
from cnnlab.figures.encode import PictureStrip, picture_strip
from cnnlab.ui.lessons.augmentation.labels import OTHERS, other_samples
from cnnlab.ui.lessons.augmentation.settings import Settings
from cnnlab.ui.shell.ask import ask, named, note_cpu_fallback
from cnnlab.ui.shell.cache import squared_samples


@dataclass(frozen=True)
class Answer:
    """The augmented pictures, their originals (one for each, or one for all), and what happened to each.

    `unchanged` tells which pictures equal their originals. `sampled` is that of core.requests.AugmentedBatch.
    """

    tiles: PictureStrip
    originals: PictureStrip
    unchanged: list[bool]
    sampled: list[list[dict[str, Any]] | None]


def find(settings: Settings) -> Answer | None:
    """Ask the engine, which shows its progress here; None if it fails or is cancelled."""
    name = f"{settings.picture.digest} {settings.side} {settings.several}"
    request = Augment(
        named(name, lambda: repeated(originals(settings), settings.count)),
        settings.layers,
        settings.seed,
        training=settings.training,
        apart=settings.apart,
    )
    result = ask(
        request,
        lambda: st.image(settings.pixels, width=settings.pixels.shape[1]),
        own=not settings.sample,
        convert=lambda batch: _encoded(settings, batch),
    )
    if result is None:
        return None
    note_cpu_fallback(result)
    return result.value


def originals(settings: Settings) -> list[np.ndarray]:
    """The different pictures that the batch repeats in turn, uint8 (size, size, 3), starting with the chosen one."""
    if not settings.several:
        return [settings.pixels]
    bundled = squared_samples(len(settings.pixels), OTHERS)
    return [settings.pixels, *(bundled[name] for name in other_samples(settings))]


def _encoded(settings: Settings, batch: AugmentedBatch) -> Answer:
    before = originals(settings)
    shown = list(repeated(before, settings.count)) if settings.several else before
    return Answer(
        picture_strip(list(batch.images)), picture_strip(shown), unchanged(batch.images, before), batch.sampled
    )
