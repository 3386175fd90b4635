"""What the Augmentation page teaches beside its grid: contrasts on one click."""

from typing import Any

import streamlit as st

from cnnlab.core.augmentation import FIRST, augmentation, degrees
from cnnlab.ui.lessons.augmentation.pipeline import PREFIX, START, settings_for
from cnnlab.ui.shell.language import _, lesson
from cnnlab.ui.widgets import controls

TURN = ("RandomRotation", {"factor": (0.1, 0.15), "fill_mode": "constant"})
CROP = ("RandomCrop", {"height": 160, "width": 160})
MIXED = 128  # a seed with which MixUp's partners differ and mix well
START_AGAIN: dict[str, Any] = {"phase": "training", "of": "one", "kind": "geometry"}


def contrasts() -> None:
    """Each button sets the whole pipeline, and the grid's controls to where a lesson starts."""
    settings: dict[str, dict[str, Any]] = {
        _("Flip, rotation, zoom"): settings_for(START, **START_AGAIN),
        _("The same, in inference"): settings_for(START, **START_AGAIN | {"phase": "inference"}),
        _("Borders: one grey level, black"): settings_for(
            [("RandomRotation", {"factor": (-0.1, 0.1), "fill_mode": "constant"})], **START_AGAIN
        ),
        _("First turn, then crop"): settings_for([TURN, CROP], **START_AGAIN),
        _("First crop, then turn"): settings_for([CROP, TURN], **START_AGAIN),
        _("Zoom: only outward"): settings_for(
            [("RandomZoom", {"height_factor": (0.3, 0.6), "fill_mode": "constant"})], **START_AGAIN
        ),
        _("Two pictures in one: MixUp"): settings_for(
            [("MixUp", {})], **START_AGAIN | {"of": "several", "kind": "others", "seed": MIXED}
        ),
        _("Not random: acts in inference too"): settings_for(
            [("RandomInvert", {}), ("ContrastLimitedAdaptiveHistogramEqualization", {})],
            **START_AGAIN | {"phase": "inference", "kind": "colour"},
        ),
        _("Too much of it"): settings_for(
            [
                ("RandomRotation", {"factor": (-0.5, 0.5)}),
                ("RandomErasing", {"scale": (0.5, 0.8)}),
                ("RandomInvert", {}),
                ("RandomPosterization", {"factor": (1, 2)}),
            ],
            **START_AGAIN,
        ),
    }
    controls.contrasts(PREFIX, settings)


def notes() -> None:
    """What to notice."""
    st.markdown(lesson("augmentation", "notice", **facts()))


def facts() -> dict[str, Any]:
    """The numbers of the notes' three for the lesson's text."""
    turn, zoom = (augmentation(each).settings[0].default[1] for each in FIRST[1:])
    return {"turn": turn, "degrees": degrees(turn), "zoom": zoom, "older": 40 / 360}
