"""The numbers of the Activations page in Keras: one model with many outputs."""

from functools import partial

import streamlit as st

from cnnlab.core.snippets.activations import activations_code
from cnnlab.figures import encode
from cnnlab.ui.lessons.activations.answer import Answer
from cnnlab.ui.lessons.activations.settings import CONTROLS, Settings
from cnnlab.ui.shell.language import _, lesson


def text(settings: Settings, answer: Answer) -> str:
    """The code that computes the maps and the numbers that are shown."""
    return activations_code(settings.card, settings.layers, settings.layer)


def code(settings: Settings, answer: Answer | None) -> None:
    """What the code does, the picture that it reads, and the code."""
    if answer is None:
        return
    st.markdown(lesson("activations", "code"), width=840)
    st.download_button(
        _("Download the picture (picture.png)"),
        data=partial(encode.png, answer.square.pixels),
        file_name="picture.png",
        mime="image/png",
        icon=":material/download:",
        on_click="ignore",
        key=CONTROLS.key("picture_png"),
    )
    st.code(text(settings, answer), language="python")
