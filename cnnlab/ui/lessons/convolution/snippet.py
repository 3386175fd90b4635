"""The layer of the Convolution page in Keras."""

import streamlit as st

from cnnlab.core.snippets.layers import layer_code
from cnnlab.ui.lessons.convolution.answer import Answer
from cnnlab.ui.lessons.convolution.settings import Settings
from cnnlab.ui.shell.language import _
from cnnlab.ui.widgets import layer_notes


def text(settings: Settings, answer: Answer) -> str:
    """The code for the layer and the numbers that are drawn; "" where nothing is drawn."""
    return layer_code(answer.drawn.layer, answer.drawn.inputs, answer.drawn.weights) if answer.drawn else ""


def code(settings: Settings, answer: Answer | None) -> None:
    if answer is None or answer.drawn is None:
        layer_notes.no_code()
        return
    if answer.drawn.is_stand_in:
        st.markdown(_("With the smaller size that is drawn above."))
    st.code(text(settings, answer), language="python")
