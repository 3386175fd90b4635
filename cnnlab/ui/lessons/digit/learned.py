"""The first layer's kernels after each epoch of training, and the map that each gives for the picture."""

import numpy as np
import streamlit as st

from cnnlab.core.cards import ModelCard
from cnnlab.core.digits.kernels import feature_maps, kernels_by_epoch, mean_change, planes, share_of_zeros
from cnnlab.core.errors import N_
from cnnlab.ui.lessons.digit.settings import CONTROLS, Settings
from cnnlab.ui.shell.language import _, lesson
from cnnlab.ui.shell.link import fragment
from cnnlab.ui.widgets import controls
from cnnlab.ui.widgets.feature_maps import Group, amounts, diverging, map_sheet, packed
from cnnlab.ui.widgets.numbers import numbers

TITLE = N_("Kernels during training")
EPOCH = CONTROLS.key("epoch")
SIDE = 52  # pixels of a kernel and of the map below it


def learned(settings: Settings) -> None:
    """The slider with the kernels, where training saved them."""
    kernels, kept = history_of(settings.card)
    if kernels is None:
        st.markdown(_("The kernels of this network were not saved during training."))
        return
    first = settings.layers[0]
    st.markdown(lesson("digit", "learned", layer=first.name, epochs=len(kernels) - 1), width=840)
    _after_epoch(settings.picture, kernels, kept, first.config["config"]["padding"])


def history_of(card: ModelCard) -> tuple[np.ndarray | None, int]:
    """The kernels after each epoch, None if they were not saved, and the epoch whose weights the network has."""
    kernels = kernels_by_epoch(card.folder / "kernels.npz")
    last = 0 if kernels is None else len(kernels) - 1
    return kernels, card.training.best_epoch if card.training else last


@fragment
def _after_epoch(picture: np.ndarray, kernels: np.ndarray, kept: int, padding: str) -> None:
    last = len(kernels) - 1
    if st.session_state.get(EPOCH, 0) > last:  # set for a network with more epochs
        st.session_state[EPOCH] = last
    epoch = int(controls.amount(_("Epochs of training"), 0, last, EPOCH, kept))
    maps = feature_maps(picture, kernels[epoch], padding)
    numbers(
        [
            (_("After epoch"), f"{epoch}" if epoch else _("0 (random)")),
            (_("Mean change since the start"), f"{mean_change(kernels, epoch):.0%}"),
            (_("Cells that are zero"), f"{share_of_zeros(maps):.0%}"),
        ]
    )
    shown = planes(kernels[epoch])
    group = Group("learned", [diverging(shown), amounts(maps)], (SIDE, SIDE), space=8, fill=True)
    said = _("{count} kernels after epoch {epoch}, each above its feature map of the picture")
    data = packed([group], said=said.format(count=shown.shape[-1], epoch=epoch))
    map_sheet(data, key=CONTROLS.key("learned"))
