"""The settings of the Augmentation page: the pipeline, the phase, the seed, the picture and the batch."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from cnnlab.core.augmentation import FIRST, LARGEST_SEED, augmentation
from cnnlab.core.errors import N_
from cnnlab.ui.lessons.augmentation import LESSON
from cnnlab.ui.lessons.augmentation.pipeline import pipeline
from cnnlab.ui.shell.cache import squared
from cnnlab.ui.shell.language import _, listed
from cnnlab.ui.widgets import pictures
from cnnlab.ui.widgets.controls import Controls, translated

DEFAULTS: dict[str, Any] = {
    "layers": ".".join(FIRST),  # as text (core.augmentation.pipelines)
    "kind": "geometry",
    "phase": "training",
    "seed": 8,
    "of": "one",
    "apart": False,
    "side": 3,
}
CONTROLS = Controls(LESSON.prefix, DEFAULTS)
FIRST_PICTURE = "cat"
SIZES = {1: 320, 2: 320, 3: 320, 4: 240, 5: 192, 6: 160}  # pixels of a picture, by the number of pictures per row
BATCHES = {"one": N_("Same picture"), "several": N_("Different pictures")}
PHASES = {"training": N_("Training"), "inference": N_("Inference")}


@dataclass(frozen=True)
class Settings:
    """A pipeline of Keras layer configs, in order, and the batch of pictures that it augments."""

    layers: list[dict[str, Any]]
    seed: int
    training: bool
    side: int  # pictures per row of the grid
    several: bool  # whether the batch has different pictures
    apart: bool  # whether each picture is a batch of its own
    picture: pictures.Chosen
    sample: str  # the id of the bundled picture, "" for a visitor's own one
    pixels: np.ndarray  # the picture as the grid shows it, uint8 (size, size, 3)

    @property
    def count(self) -> int:
        """The number of pictures in the grid."""
        return self.side**2

    @property
    def names(self) -> list[str]:
        """The class names of the layers."""
        return [layer["class_name"] for layer in self.layers]

    @property
    def mixing(self) -> list[str]:
        """The class names of the layers that mix several pictures."""
        return [name for name in self.names if augmentation(name).several]


def controls(above: DeltaGenerator, below: Sequence[DeltaGenerator]) -> Settings:
    """The pipeline here, the phase and the seed in a row above the grid, the picture and the batch below it.

    On a phone the grid then follows soon after the pipeline.
    """
    CONTROLS.keep_in_link()
    layers = pipeline(CONTROLS)
    names = [layer["class_name"] for layer in layers]
    with above:
        training, seed = _phase_and_seed()
    left, right = below
    with left:
        picture = pictures.choose(LESSON.prefix, first=FIRST_PICTURE)
    with right:
        several = _several([name for name in names if augmentation(name).several])
        apart = _apart([name for name in names if augmentation(name).per_batch and not several])
        side = CONTROLS.segments("side", _("Pictures per row"), list(SIZES), width="content")
    pixels = squared(picture.own, digest=picture.digest, _picture=picture.pixels, how="crop", size=SIZES[side]).pixels
    return Settings(layers, seed, training, side, several, apart, picture, picture.id, pixels)


def _phase_and_seed() -> tuple[bool, int]:
    phase = CONTROLS.segments("phase", _("Phase"), list(PHASES), translated(PHASES), width="content")
    seed = CONTROLS.whole("seed", _("Seed"), 0, LARGEST_SEED, width=130)
    st.button(_("New random values"), key=CONTROLS.key("again"), icon=":material/casino:", on_click=_next_seed)
    return phase == "training", int(seed)


def _several(mixing: list[str]) -> bool:
    """Whether the batch has different pictures, which it must have for layers that mix pictures."""
    chosen = CONTROLS.segments(
        "of", _("Batch"), list(BATCHES), translated(BATCHES), width="content", disabled=bool(mixing)
    )
    if mixing:
        text = _("The grid shows different pictures because a layer mixes them: {layers}.")
        st.caption(text.format(layers=listed(mixing)))
    return chosen == "several" or bool(mixing)


def _apart(per_batch: list[str]) -> bool:
    """Whether each picture is a batch of its own, where that makes a difference."""
    if not per_batch:
        return False
    apart = CONTROLS.switch("apart", _("Each picture as a batch of its own"))
    if not apart:
        text = _("Sampled once per batch, so all pictures get the same values: {layers}.")
        st.caption(text.format(layers=listed(per_batch)))
    return apart


def _next_seed() -> None:
    key = CONTROLS.key("seed")
    st.session_state[key] = (st.session_state[key] + 1) % (LARGEST_SEED + 1)
