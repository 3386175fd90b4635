"""The numbers that a visitor has typed into the cells of a page's stepper: in the session and in the link."""

import streamlit as st

from cnnlab.core.stepping.edits import Edits, checked_edits, format_edits, read_edits
from cnnlab.core.stepping.stepped import Stepped
from cnnlab.ui.shell import keys, link
from cnnlab.ui.shell.language import _
from cnnlab.ui.widgets.controls import Controls
from cnnlab.ui.widgets.stepper.stepper import cell_in_link, stepper

EDITS, CELL = "edits", "at"  # the controls' names


def edits_of(controls: Controls) -> Edits:
    """The edits of a lesson; at first the link's."""
    key = controls.key(EDITS)
    if key not in st.session_state:
        st.session_state[key] = read_edits(link.asked(key) or "")
    link.keep(key, format_edits(st.session_state[key]), "")
    return st.session_state[key]


def editable_stepper(controls: Controls, stepped: Stepped, edits: Edits) -> None:
    """A stepper whose cells take numbers, and a button that takes them back."""
    key = f"{keys.HELD}{controls.prefix}stepper"
    cell = controls.key(CELL)
    stepper(
        layer=stepped.layer,
        inputs=stepped.inputs,
        weights=stepped.weights,
        at=cell_in_link(cell),
        editable=True,
        edits=edits,
        on_edit=lambda: _keep(controls.key(EDITS), key),
        key=key,
        link=cell,
    )
    if edits:
        st.button(
            _("Put the numbers back ({count} changed)").format(count=len(edits)),
            key=controls.key("put_back"),
            icon=":material/undo:",
            on_click=st.session_state.update,
            args=({controls.key(EDITS): {}},),
        )


def _keep(key: str, component: str) -> None:
    st.session_state[key] = checked_edits(st.session_state[component]["edits"])
