"""The Keras code of the chosen set-up: feature extraction, with augmentation, and fine-tuning in two stages."""

from collections.abc import Callable

import streamlit as st

from cnnlab.core.errors import N_
from cnnlab.core.history import to_csv
from cnnlab.core.snippets.transfer import augmented_code, extraction_code, fine_tuning_code
from cnnlab.core.transfer import HeadRun, HeadSettings
from cnnlab.ui.lessons.transfer.answer import Answer
from cnnlab.ui.lessons.transfer.joined import history_of
from cnnlab.ui.lessons.transfer.settings import CONTROLS
from cnnlab.ui.shell.cache import model_cards
from cnnlab.ui.shell.language import _
from cnnlab.ui.widgets import controls

BASE = "efficientnet_lite0"
WAYS: dict[str, tuple[str, Callable[[HeadSettings], str]]] = {
    "extraction": (N_("Feature extraction"), extraction_code),
    "augmented": (N_("With augmentation"), augmented_code),
    "fine_tuning": (N_("Fine-tuning"), fine_tuning_code),
}


def text(settings: HeadSettings, answer: Answer | None) -> str:
    """The code of what the page does: the head on the features of the frozen base."""
    return WAYS["extraction"][1](settings)


def code(settings: HeadSettings, answer: Answer | None) -> None:
    """The code of the way that the visitor chooses, the base that it reads, and the run itself."""
    way = controls.one_of(
        st.segmented_control, _("Code for"), list(WAYS), CONTROLS.key("way"), "extraction",
        lambda name: _(WAYS[name][0]), required=True,
    )  # fmt: skip
    st.code(WAYS[way][1](settings), language="python")
    card = model_cards().get(BASE)
    if card is not None:
        st.download_button(
            _("Download {name}").format(name=f"{BASE}.keras"),
            card.model_file.read_bytes,
            file_name=f"{BASE}.keras",
            mime="application/octet-stream",
            key=CONTROLS.key("download"),
            on_click="ignore",
        )
    if answer is not None and answer.run is not None:
        _take_home(settings, answer.run)


def _take_home(settings: HeadSettings, run: HeadRun) -> None:
    """The run as a file."""
    history = history_of(settings, run)
    st.download_button(
        _("Download {name}").format(name="history.csv"),
        lambda: to_csv(history),
        file_name="history.csv",
        mime="text/csv",
        key=CONTROLS.key("history"),
        on_click="ignore",
    )
