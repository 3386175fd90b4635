"""The network of the Architecture page in Keras, and its config and table as files."""

from functools import partial

import streamlit as st

from cnnlab.core.network.famous import KERAS, config
from cnnlab.core.network.glance import csv_of
from cnnlab.core.snippets.network import network_code, of_applications, of_file
from cnnlab.ui.lessons.architecture.answer import Answer
from cnnlab.ui.lessons.architecture.settings import CONTROLS, Settings
from cnnlab.ui.shell.language import _, lesson


def text(settings: Settings, answer: Answer) -> str:
    """Code that builds or loads the network and prints the shapes and counts of its table."""
    given = settings.given
    source = of_applications(given.name) if not given.own and given.name in KERAS else of_file(given.file_name)
    return network_code(source, None if answer.nested else answer.input_shape)


def code(settings: Settings, answer: Answer | None) -> None:
    """The code, the config that it may read, and the table as CSV."""
    if answer is None:
        st.markdown(_("There is no code for settings without an answer."))
        return
    st.markdown(lesson("architecture", "code"))
    if answer.nested and answer.input_shape is not None:
        st.markdown(lesson("architecture", "code_nested"))
    with st.container(horizontal=True, gap="small"):
        if not settings.given.own:
            _download(_("Config (JSON)"), partial(config, settings.given.name), settings.given.file_name, "json")
        _download(_("Table (CSV)"), partial(csv_of, answer.rows), f"{settings.given.stem}.csv", "csv")
    st.code(text(settings, answer), language="python")


def _download(label: str, data: partial, file_name: str, kind: str) -> None:
    st.download_button(
        label,
        data=data,
        file_name=file_name,
        mime={"json": "application/json", "csv": "text/csv"}[kind],
        icon=":material/download:",
        on_click="ignore",
        key=CONTROLS.key(f"download_{kind}"),
    )
