"""The Keras code that records a history, reads it, and draws it."""

import streamlit as st

from cnnlab.core.snippets.history import history_code
from cnnlab.ui.lessons.histories.answer import Answer
from cnnlab.ui.lessons.histories.settings import Settings


def text(settings: Settings, answer: Answer) -> str:
    """The code for the chosen metric."""
    return history_code(settings.metric)


def code(settings: Settings, answer: Answer | None) -> None:
    """The code; it writes the file that it reads."""
    if answer is None:
        return
    st.code(text(settings, answer), language="python")
