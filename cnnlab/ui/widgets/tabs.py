"""The sections below a page's figure, as tabs of which one is open."""

from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from cnnlab.ui.shell import link, view
from cnnlab.ui.shell.errors import errors_shown

Section = tuple[str, Callable[[], object]]  # its label, and what fills it


def tabs(
    prefix: str,
    sections: Mapping[str, Section],
    opened_by: Mapping[str, str] | None = None,
    parts: Sequence[str] = (),
) -> None:
    """Sections by name; the name of the open one is in the link.

    Closed sections cost nothing: they are neither computed nor sent. What such a section is given, an upload for
    example, has to be kept in the session when it arrives, because its widgets are gone while it is closed.

    `opened_by` maps the beginning of keys to a section: a link that has such a key and names no section opens it.
    Those that the link hides are left out; `parts` are names of other parts that it can hide here. On paper all are
    open, one below the other.
    """
    if hidden := view.hidden():
        view.tell_unknown([*parts, *sections])
        sections = {name: section for name, section in sections.items() if name not in hidden}
    if view.printing():
        for label, fill in sections.values():
            st.header(label, anchor=False)
            with errors_shown():
                fill()
        return
    if not sections:
        return
    chosen, widget = f"{prefix}tab", f"{prefix}tabs"
    name, meant = open_section(prefix, list(sections), opened_by)
    names = {label: name for name, (label, __) in sections.items()}
    if st.session_state.get(widget) != sections[name][0]:  # else a run begun before a click would take it back
        st.session_state[widget] = sections[name][0]
    drawn = st.tabs(list(names), key=widget, on_change=_open, args=(chosen, widget, names))
    link.keep(chosen, name, None if meant else next(iter(sections)))  # what the link means without it
    for tab, (__, fill) in zip(drawn, sections.values(), strict=True):
        if tab.open:
            with tab:
                fill()


def open_section(
    prefix: str, names: Sequence[str], opened_by: Mapping[str, str] | None = None
) -> tuple[str, list[str]]:
    """The name of the open one of these sections, but for hidden ones, and those that the link's other keys mean.

    The session keeps the name under the prefix and "tab". The link's is taken if it is one of them, else the first.
    """
    chosen, names = f"{prefix}tab", [name for name in names if name not in view.hidden()] or [""]
    linked = [key for key in st.query_params if link.asked(key) is not None]  # a reset takes settings out of it
    meant = [name for begin, name in (opened_by or {}).items() if any(key.startswith(begin) for key in linked)]
    if chosen not in st.session_state:
        st.session_state[chosen] = link.asked(chosen) or next(iter(meant), names[0])
    if st.session_state[chosen] not in names:
        st.session_state[chosen] = names[0]
    return st.session_state[chosen], meant


def _open(chosen: str, widget: str, names: dict[str, str]) -> None:
    st.session_state[chosen] = names[st.session_state[widget]]


def tab_button(label: str, prefix: str, name: str) -> None:
    """A button in another section that opens the one of this name."""
    if name in view.hidden():
        return
    st.button(label, key=f"{prefix}to_{name}", icon=":material/arrow_forward:", on_click=_go, args=(prefix, name))


def _go(prefix: str, name: str) -> None:
    st.session_state[f"{prefix}tab"] = name
