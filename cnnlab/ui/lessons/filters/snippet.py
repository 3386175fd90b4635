"""The ascent of the Filters page in Keras."""

import streamlit as st

from cnnlab.core.snippets.filters import ascent_code
from cnnlab.ui.lessons.filters.answer import Answer
from cnnlab.ui.lessons.filters.settings import CONTROLS, Settings
from cnnlab.ui.shell.language import _


def text(settings: Settings, answer: Answer | None) -> str:
    """The code that climbs to the picture on the page."""
    return ascent_code(settings.card, settings.layer, settings.index, settings.ascent)


def code(settings: Settings, answer: Answer | None) -> None:
    """The code, and the file that it reads."""
    if answer is not None and answer.run is not None and answer.run.scores[0] == 0:
        st.caption(
            _(
                "This filter is silent on the noise, so its gradient is 0. The page gets past that with ReLUs that let "
                "gradients pass; the code leaves them out and stays at 0. Try another seed or filter."
            )
        )
    st.code(text(settings, answer), language="python")
    card = settings.card
    st.download_button(
        _("Download {name}").format(name=f"{card.id}.keras"),
        card.model_file.read_bytes,
        file_name=f"{card.id}.keras",
        mime="application/octet-stream",
        key=CONTROLS.key("download"),
        on_click="ignore",
    )
