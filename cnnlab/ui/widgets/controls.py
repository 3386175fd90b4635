"""Shared widgets whose values are in the link."""

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from cnnlab.ui.shell.language import _

HELD = "held_"  # begins the keys of components: what a browser has told stays, or after a reset it would come as news
BOX = "_box_"  # in the keys of boxes that open: one that is open stays so when the browser goes back
TRIED = "times_tried"  # how often a contrast was asked for: what shows it then comes into sight
TURNS = "times_reset"  # how often a page was set back: what the browser holds of it is forgotten then


def one_of(
    widget: Callable, label: str, options: Sequence[Any], key: str, default: Any, words: Callable, **more: Any
) -> Any:
    """A radio, selectbox, segmented control or select slider: its value is a plain option in the link, `?key=option`.

    Streamlit's own binding puts the shown words into the link, which then means nothing in the other language.
    A link's value that is no option falls back to the default.
    """
    shown = {each: words(each) for each in options}
    _start(key, {str(each): each for each in options}, default, list(shown.values()))
    if widget == st.segmented_control:
        more.setdefault("wrap", True)  # a narrow column must not hide the last option
    value = widget(label, options, format_func=shown.__getitem__, key=key, persist_state="session", **more)
    _keep_in_link(key, value, default)
    return value


def amount(label: str, lowest: float, highest: float, key: str, default: float, **more: Any) -> float:
    """A slider over a range whose value is in the link."""
    asked = st.query_params.get(key)
    if key not in st.session_state:
        st.session_state[key] = min(max(_number(asked, default), lowest), highest)
    value = st.slider(label, lowest, highest, key=key, persist_state="session", **more)
    _keep_in_link(key, value, default)
    return value


def whole(label: str, lowest: int, highest: int, key: str, default: int, **more: Any) -> int:
    """A whole number that can be typed, whose value is in the link."""
    if key not in st.session_state:
        st.session_state[key] = min(max(_number(st.query_params.get(key), default), lowest), highest)
    value = st.number_input(label, lowest, highest, key=key, persist_state="session", **more)
    _keep_in_link(key, value, default)
    return value


def switch(label: str, key: str, default: bool, **more: Any) -> bool:
    """A toggle whose value is in the link."""
    if key not in st.session_state:
        st.session_state[key] = {"True": True, "False": False}.get(st.query_params.get(key, ""), default)
    value = st.toggle(label, key=key, persist_state="session", **more)
    _keep_in_link(key, value, default)
    return value


def tabs(
    prefix: str, parts: dict[str, tuple[str, Callable[[], object]]], settings: dict[str, str] | None = None
) -> None:
    """The parts below a page's figure, of which one is open: by its name in the link, its label and what fills it.

    Closed parts cost nothing: they are neither computed nor sent. What such a part is given, an upload say, has to be
    kept in the session when it comes, because its widgets are gone while it is closed.

    `settings` names parts by how the keys of their controls begin: a link that holds such a setting and names no part
    opens that one.
    """
    chosen, widget = f"{prefix}tab", f"{prefix}tabs"
    about = (part for begin, part in (settings or {}).items() if any(key.startswith(begin) for key in st.query_params))
    first = next(about, next(iter(parts)))
    if chosen not in st.session_state:
        st.session_state[chosen] = st.query_params.get(chosen, first)
    name = st.session_state[chosen] if st.session_state[chosen] in parts else first
    labels = {label: name for name, (label, __) in parts.items()}
    st.session_state[widget] = parts[name][0]
    made = st.tabs(list(labels), key=widget, on_change=_open_tab, args=(chosen, widget, labels))
    _keep_in_link(chosen, name, first)
    for tab, (__, fill) in zip(made, parts.values(), strict=True):
        if tab.open:
            with tab:
                fill()


def _open_tab(chosen: str, widget: str, labels: dict[str, str]) -> None:
    st.session_state[chosen] = labels[st.session_state[widget]]


def contrasts(prefix: str, settings: dict[str, dict[str, Any]]) -> None:
    """The strip of things to try: a click on a label sets its controls, given by their keys in the session.

    One widget for all of them: as a button each, they were a sixth of what a run of a page cost.
    """
    labels, key = list(settings), f"{prefix}try"
    st.pills(
        _("Try this"), range(len(labels)), format_func=labels.__getitem__, key=key, wrap=True,
        on_change=_set_contrast, args=(key, list(settings.values())),
    )  # fmt: skip


def _set_contrast(key: str, settings: list[dict[str, Any]]) -> None:
    """The choice is taken back at once, so that the same one can be asked for again."""
    if (at := st.session_state[key]) is not None:
        show(settings[at])
        st.session_state[key] = None


def try_this(label: str, settings: dict[str, Any], key: str) -> None:
    """A button that sets controls."""
    st.button(label, key=key, icon=":material/touch_app:", wrap=True, on_click=show, args=(settings,))


def show(settings: dict[str, Any]) -> None:
    """Set controls, and let what they change come into sight."""
    st.session_state.update({**settings, TRIED: st.session_state.get(TRIED, 0) + 1})


def _start(key: str, options: dict[str, Any], default: Any, words: list[str]) -> None:
    said = f"{key}:words"
    if st.session_state.get(key) not in options.values():
        st.session_state[key] = options.get(st.query_params.get(key, ""), default)
    elif st.session_state.get(said) != words:  # the browser holds the choice by its words: tell it again
        st.session_state[key] = st.session_state[key]
    st.session_state[said] = words


def _keep_in_link(key: str, value: Any, default: Any) -> None:
    if value != default:
        st.query_params[key] = str(value)
    elif key in st.query_params:
        del st.query_params[key]


def _number(text: str | None, default: float) -> float:
    try:
        return type(default)(text) if text else default
    except ValueError:
        return default
