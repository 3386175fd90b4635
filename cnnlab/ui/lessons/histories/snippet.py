"""The Keras code that records a history, reads it, and draws it."""

import streamlit as st

from cnnlab.core.history import to_csv
from cnnlab.core.snippets.history import history_code
from cnnlab.ui.lessons.histories.answer import Answer
from cnnlab.ui.lessons.histories.runs import plain
from cnnlab.ui.lessons.histories.settings import CONTROLS, Settings
from cnnlab.ui.shell.held import held
from cnnlab.ui.shell.language import _


def text(settings: Settings, answer: Answer) -> str:
    """The code for the chosen metric."""
    return history_code(settings.metric)


def code(settings: Settings, answer: Answer | None) -> None:
    """The code, and the histories that are drawn as files."""
    if answer is None:
        return
    st.code(text(settings, answer), language="python")
    files = held(CONTROLS.key("files_made"), settings.runs, lambda: [to_csv(run.history) for run in settings.runs])
    for run, file in zip(settings.runs, files, strict=True):
        st.download_button(
            _("Download {name}").format(name=plain(f"{run.history.name}.csv")),
            file,
            file_name=f"{run.history.name}.csv",
            mime="text/csv",
            key=CONTROLS.key(f"download_{run.id}"),
        )
