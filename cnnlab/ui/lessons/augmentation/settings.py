"""The settings of the Augmentation page: the picture, the grid, the seed, and whether it is training."""

from dataclasses import dataclass

import numpy as np
import streamlit as st

from cnnlab.core.augmentation import LARGEST_SEED, augmentation
from cnnlab.core.errors import N_
from cnnlab.ui.lessons.augmentation.pipeline import PREFIX, pipeline
from cnnlab.ui.shell.cache import squared
from cnnlab.ui.shell.language import _, listed
from cnnlab.ui.widgets import controls, pictures

SIDES = {1: 320, 2: 320, 3: 320, 4: 240, 5: 192, 6: 160}  # pictures in a row, and how many pixels wide each is then
SEED = f"{PREFIX}seed"
FIRST_SEED = 8
FIRST_PICTURE = "cat"
OF = {"one": N_("One, again and again"), "several": N_("Several")}
PHASES = {"training": N_("Training"), "inference": N_("Inference")}


@dataclass(frozen=True)
class Settings:
    """What the page shows. `layers` are Keras layer configs in their order."""

    layers: list[dict]
    seed: int
    training: bool
    side: int  # pictures in a row of the grid
    several: bool
    apart: bool  # each picture in a batch of its own
    picture: pictures.Chosen
    sample: str  # the bundled picture's id, "" for an own one
    pixels: np.ndarray  # uint8 (size, size, 3), the picture as the grid shows it

    @property
    def names(self) -> list[str]:
        """The layers' classes."""
        return [each["class_name"] for each in self.layers]

    @property
    def mixes(self) -> list[str]:
        """Those of the layers that need several pictures."""
        return [each for each in self.names if augmentation(each).several]


def controls_of_the_page(above, below) -> Settings:
    """The pipeline; above the grid the phase and the seed, below it the picture and the batch.

    So that on a phone the grid comes soon after the layers.
    """
    layers = pipeline()
    with above:
        training, seed = _phase_and_seed()
    left, right = below.columns(2, gap="medium")
    with left:
        picture = pictures.choose(PREFIX, first=FIRST_PICTURE)
    is_example = st.session_state[f"{PREFIX}source"] == "example"
    sample = st.session_state[f"{PREFIX}picture"] if is_example else FIRST_PICTURE if picture.credit else ""
    names = [each["class_name"] for each in layers]
    with right:
        several = _several([each for each in names if augmentation(each).several])
        apart = not several and _apart([each for each in names if augmentation(each).per_batch])
        side = controls.one_of(
            st.segmented_control, _("Pictures in a row"), list(SIDES), f"{PREFIX}side", 3, str, required=True
        )
    pixels = squared(picture.digest, picture.pixels, "crop", SIDES[side]).pixels
    return Settings(layers, seed, training, side, several, apart, picture, sample, pixels)


def _phase_and_seed() -> tuple[bool, int]:
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        phase = controls.one_of(
            st.segmented_control, _("Phase"), list(PHASES), f"{PREFIX}phase", "training",
            lambda each: _(PHASES[each]), required=True,
        )  # fmt: skip
        seed = controls.whole(_("Seed"), 0, LARGEST_SEED, SEED, FIRST_SEED, width=130)
        st.button(_("Draw again"), key=f"{PREFIX}again", icon=":material/casino:", on_click=_draw_again)
    return phase == "training", int(seed)


def _several(mixes: list[str]) -> bool:
    """Whether the batch is of several pictures; where a layer mixes pictures it is."""
    chosen = controls.one_of(
        st.segmented_control, _("Pictures in the batch"), list(OF), f"{PREFIX}of", "one", lambda each: _(OF[each]),
        required=True, wrap=True, disabled=bool(mixes),
    )  # fmt: skip
    if mixes:
        text = _("{layers} needs several pictures to mix, so the grid shows several.")
        st.caption(text.format(layers=listed(mixes)))
    return chosen == "several" or bool(mixes)


def _apart(per_batch: list[str]) -> bool:
    """Whether each picture is to have a batch of its own, where that makes a difference."""
    if not per_batch:
        return False
    apart = controls.switch(_("Each picture in a batch of its own"), f"{PREFIX}apart", False)
    if not apart:
        text = _("{layers} draws once for all pictures of a batch, so these share what it drew.")
        st.caption(text.format(layers=listed(per_batch)))
    return apart


def _draw_again() -> None:
    st.session_state[SEED] = (st.session_state[SEED] + 1) % (LARGEST_SEED + 1)
