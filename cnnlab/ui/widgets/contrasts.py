"""Try this: a strip of labels, each of which sets the controls of its page."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from cnnlab.ui.shell import view
from cnnlab.ui.shell.language import _, segment
from cnnlab.ui.widgets.controls import Controls, show

Changes = Mapping[str, Any]  # of controls, by their names


def contrasts(controls: Controls, tries: Mapping[str, Changes]) -> None:
    """Show the strip of a lesson.

    `tries` maps each label (marked for translation) to the settings that differ from the defaults.
    """
    if view.hides(view.TRIES):
        return
    # One widget for all labels: a button for each was a sixth of the cost of a run of the page.
    labels, key = [segment(_(label)) for label in tries], controls.key("try")
    st.pills(
        _("Try this"), range(len(labels)), format_func=labels.__getitem__, key=key, wrap=True,
        on_change=_set, args=(key, controls, list(tries.values())),
    )  # fmt: skip


def _set(key: str, controls: Controls, changes: list[Changes]) -> None:
    """The choice is taken back at once, so that the same label can be clicked again."""
    if (at := st.session_state[key]) is not None:
        show(controls.settings(changes[at]))
        st.session_state[key] = None


def button(label: str, settings: Mapping[str, Any], key: str) -> None:
    """A button that sets controls."""
    st.button(label, key=key, icon=":material/touch_app:", wrap=True, on_click=show, args=(settings,))


def page_button(label: str, page: str, settings: Mapping[str, Any], key: str) -> None:
    """A button that leads to another page, where it sets controls."""
    going = f"{key}_going"  # kept until it is done: another run may end the one of the click
    st.button(label, key=key, icon=":material/arrow_forward:", on_click=_go, args=(going,))
    if st.session_state.pop(going, False):
        show(settings)
        st.switch_page(page)


def _go(going: str) -> None:
    st.session_state[going] = True
