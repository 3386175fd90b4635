"""The layer of the Pooling page in Keras."""

import streamlit as st

from cnnlab.core.snippets.layers import layer_code
from cnnlab.ui.lessons.pooling.answer import Answer
from cnnlab.ui.lessons.pooling.settings import Settings
from cnnlab.ui.widgets import layer_notes


def text(settings: Settings, answer: Answer) -> str:
    """The code for the layer and the numbers that are drawn; "" where nothing is drawn."""
    return layer_code(answer.drawn.layer, answer.drawn.inputs, answer.drawn.weights) if answer.drawn else ""


def code(settings: Settings, answer: Answer | None) -> None:
    found = text(settings, answer) if answer else ""
    if found:
        st.code(found, language="python")
    else:
        layer_notes.no_code()
