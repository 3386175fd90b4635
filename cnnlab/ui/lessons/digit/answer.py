"""What the page answers: the output of every layer."""

import streamlit as st

from cnnlab.core.digits import SIDE
from cnnlab.core.requests import ComputeOutputs, LayerOutputs
from cnnlab.ui.lessons.digit.settings import Settings
from cnnlab.ui.shell.ask import ask, note_cpu_fallback

SCALE = 10  # the picture's enlargement while the engine works


def find(settings: Settings) -> LayerOutputs | None:
    """Ask the engine; None if that failed or was cancelled, which the page then says."""
    result = ask(
        ComputeOutputs(settings.card.id, settings.picture[..., None]),
        lambda: st.image(settings.picture, width=SCALE * SIDE),
        own=settings.image is None,
    )
    if result is None:
        return None
    note_cpu_fallback(result)
    return result.value
