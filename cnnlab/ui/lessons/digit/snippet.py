"""The network's layers in Keras."""

from importlib.resources import files

import streamlit as st

from cnnlab.core.requests import LayerOutputs
from cnnlab.figures import encode
from cnnlab.ui.lessons.digit.settings import CONTROLS, Settings
from cnnlab.ui.shell.language import _, lesson

CODE = files("cnnlab.text").joinpath("digit_snippet.txt").read_text(encoding="utf-8").strip()


def text(settings: Settings, answer: LayerOutputs | None) -> str:
    """The code that computes every layer's output for the picture in digit.png."""
    return CODE.format(model=settings.card.id, layer=settings.layers[0].name, last=settings.layers[-1].name)


def code(settings: Settings) -> None:
    """The code, and the picture that it reads."""
    st.markdown(lesson("digit", "code"))
    st.download_button(
        _("Download the picture as PNG"),
        data=lambda: encode.png(settings.picture),
        file_name="digit.png",
        mime="image/png",
        icon=":material/download:",
        on_click="ignore",
        key=CONTROLS.key("download"),
    )
    st.code(text(settings, None), language="python")
