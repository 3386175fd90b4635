"""The Grad-CAM page's further settings: the layer, how the picture is made square, the colours."""

import streamlit as st

from cnnlab.core.cards import ModelCard, Stage
from cnnlab.core.errors import N_
from cnnlab.core.pictures import Squaring
from cnnlab.figures import palette
from cnnlab.ui.shell.language import _
from cnnlab.ui.widgets import controls

SQUARINGS: dict[Squaring, str] = {
    "crop": N_("Cut out the middle"),
    "pad": N_("Add grey borders"),
    "stretch": N_("Stretch to a square"),
}
SCALES = {
    palette.EVEN: N_("viridis: equal steps look equal"),
    palette.CALM: N_("cividis: also for the colour-blind"),
    palette.JET: N_("jet: as in the notes, with false edges"),
}


def choose(card: ModelCard, prefix: str) -> tuple[Stage, Squaring, str]:
    """The layer that is looked at, how the picture is made square, the colours of the map."""
    return _layer(card, prefix), _squaring(prefix), _scale(prefix)


def _layer(card: ModelCard, prefix: str) -> Stage:
    known = {each.convolution: each for each in reversed(card.stages)}

    def words(name: str) -> str:
        stage = known[name]
        return f"{name} · {stage.height} × {stage.width} × {stage.channels}"

    label = _("Convolution layer that is looked at")
    last = card.last_map or card.stages[-1]
    return known[controls.one_of(st.selectbox, label, list(known), f"{prefix}layer", last.convolution, words)]


def _squaring(prefix: str) -> Squaring:
    label = _("How the picture is made square")
    return controls.one_of(
        st.selectbox, label, list(SQUARINGS), f"{prefix}square", "crop", lambda each: _(SQUARINGS[each])
    )


def _scale(prefix: str) -> str:
    label = _("Colours of the map")
    return controls.one_of(
        st.selectbox, label, list(SCALES), f"{prefix}colours", palette.EVEN, lambda each: _(SCALES[each])
    )
