"""The mask of the Segmentation page in Keras."""

from functools import partial

import streamlit as st

from cnnlab.core.snippets.segmentation import segmentation_code
from cnnlab.figures import encode
from cnnlab.ui.lessons.segmentation.answer import Answer
from cnnlab.ui.lessons.segmentation.settings import CONTROLS, Settings
from cnnlab.ui.shell.language import _, lesson


def text(settings: Settings, answer: Answer) -> str:
    """The code that computes the mask that is shown."""
    return segmentation_code(settings.card, settings.network.english)


def code(settings: Settings, answer: Answer | None) -> None:
    """What the code does, the picture that it reads, and the code."""
    if answer is None:
        return
    st.markdown(lesson("segmentation", "code"))
    st.download_button(
        _("Download the picture (picture.png)"),
        data=partial(encode.png, settings.picture.pixels),
        file_name="picture.png",
        mime="image/png",
        icon=":material/download:",
        on_click="ignore",
        key=CONTROLS.key("picture_png"),
    )
    st.code(text(settings, answer), language="python")
