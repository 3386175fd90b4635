"""Kernels being learned: the first layer's after each epoch of training, and what is on the paper under each."""

import numpy as np
import streamlit as st

from cnnlab.core.cards import ModelCard
from cnnlab.core.digits.kernels import kernels_by_epoch, maps_under
from cnnlab.ui.lessons.digit.settings import PREFIX, Shown
from cnnlab.ui.lessons.digit.way import way
from cnnlab.ui.shell.language import _, lesson
from cnnlab.ui.widgets import controls
from cnnlab.ui.widgets.feature_maps import Group, amounts, map_sheet, signed

EPOCH = f"{PREFIX}epoch"
WIDE = 52  # pixels of a kernel and of the map below it


def learned(shown: Shown) -> None:
    """The section, where training has left the kernels."""
    kernels, kept = history_of(shown.card)
    if kernels is None:
        st.markdown(_("The kernels of this network were not kept while it was trained."))
        return
    words, __ = st.columns([0.7, 0.3])
    words.markdown(lesson("digit", "learned", layer=way(shown.card)[0].name, epochs=len(kernels) - 1))
    _of_an_epoch(shown.picture, kernels, kept, way(shown.card)[0].layer["config"]["padding"])


def history_of(card: ModelCard) -> tuple[np.ndarray | None, int]:
    """The first layer's kernels after each epoch, where they were kept, and the epoch whose weights the network has."""
    kernels = kernels_by_epoch(card.folder / "kernels.npz")
    last = 0 if kernels is None else len(kernels) - 1
    return kernels, card.training.best_epoch if card.training else last


@st.fragment
def _of_an_epoch(picture: np.ndarray, kernels: np.ndarray, kept: int, padding: str) -> None:
    """Only this part runs when the slider moves."""
    last = len(kernels) - 1
    if st.session_state.get(EPOCH, 0) > last:  # set for a network that was trained for longer
        st.session_state[EPOCH] = last
    epoch = controls.amount(_("Epochs of training"), 0, last, EPOCH, kept)
    now = kernels[int(epoch)]
    shape = (*now.shape[:2], now.shape[3])
    maps = maps_under(picture, now, padding)
    moved = float(np.abs(now - kernels[0]).mean() / np.abs(kernels[0]).mean())
    with st.container(horizontal=True, gap="large"):
        st.metric(_("After epoch"), f"{epoch}" if epoch else _("0, random"))
        st.metric(_("Change since the start, mean"), f"{moved:.0%}")
        st.metric(_("Cells that are zero"), f"{float(np.mean(maps == 0)):.0%}")
    group = Group("learned", [signed(now.reshape(shape)), amounts(maps)], (WIDE, WIDE), space=8, fill=True)
    said = _("{count} kernels after epoch {epoch}, and under each its map of the picture")
    map_sheet([group], said.format(count=shape[2], epoch=epoch), key=f"{PREFIX}learned")
