"""Controls whose values are in the session and in the link, under one lesson's prefix, with one table of defaults."""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from typing import Any

import streamlit as st

from cnnlab.ui.shell import keys, link
from cnnlab.ui.shell.held import memory
from cnnlab.ui.shell.language import _, segment

NOWHERE = object()  # instead of a value that the session does not hold
WANTED = ":wanted"  # suffix of the key that holds a choice while it is not offered, and the one shown instead
_drawn: ContextVar[bool] = ContextVar("drawn", default=True)  # False within a closed box


def translated(titles: Mapping[Any, str]) -> Callable[[Any], str]:
    """The words for the options of a choice, from titles that are marked for translation."""
    return lambda option: _(titles[option])


def by(size: object) -> str:
    """The words for a square size: 3 is shown as 3 × 3.

    >>> by(3)
    '3 × 3'
    """
    return f"{size} × {size}"


class Controls:
    """The controls of a lesson. A control's name is its key in the session and in the link, after the prefix.

    `defaults` holds the value that each control starts with; a control at its default is not in the link. `depending`
    names further settings, whose default depends on the others, such as the cell that a stepper starts at.
    """

    def __init__(self, prefix: str, defaults: Mapping[str, Any], depending: Sequence[str] = ()):
        self.prefix, self.defaults, self.depending = prefix, defaults, depending

    def key(self, name: str) -> str:
        return f"{self.prefix}{name}"

    def settings(self, changes: Mapping[str, Any]) -> dict[str, Any]:
        """What the session has to hold for these values, every other control being at its default.

        Settings that depend on others are None, so that `show` forgets them, or in the link alone.
        """
        unknown = set(changes) - set(self.defaults) - set(self.depending)
        if unknown:
            raise ValueError(f"There are no controls {sorted(unknown)}. Use the names in DEFAULTS.")
        depending = {name: link.InLink(changes[name]) if name in changes else None for name in self.depending}
        return {self.key(name): value for name, value in {**self.defaults, **changes, **depending}.items()}

    def keep_in_link(self) -> None:
        """Put what the session holds into the link, also of controls that are not drawn at the moment."""
        for name, default in self.defaults.items():
            value = st.session_state.get(self.key(name), NOWHERE)
            if value is not NOWHERE:
                link.keep(self.key(name), value, default)

    @contextmanager
    def box(self, name: str, label: str) -> Iterator[bool]:
        """A box of controls that a visitor opens; yields whether it is open.

        The controls of a closed box keep their values and are not sent: each would cost a run about 0.2 ms.
        """
        expander = st.expander(label, key=self.key(f"box_{name}"), on_change="rerun")
        token = _drawn.set(bool(expander.open))
        try:
            with expander:
                yield _drawn.get()
        finally:
            _drawn.reset(token)

    def select(self, name: str, label: str, options: Sequence[Any], words: Callable = str, **more: Any) -> Any:
        """One of many, in a list that opens."""
        return one_of(st.selectbox, label, options, self.key(name), self._start(name, options), words, **more)

    def segments(self, name: str, label: str, options: Sequence[Any], words: Callable = str, **more: Any) -> Any:
        """One of a few, all in sight."""
        whole = {"required": True, "width": "stretch", **more}
        start = self._start(name, options)
        return one_of(st.segmented_control, label, options, self.key(name), start, words, **whole)

    def _start(self, name: str, options: Sequence[Any]) -> Any:
        """The default, or the first option where the default is not among them."""
        return self.defaults[name] if self.defaults[name] in options else options[0]

    def whole(self, name: str, label: str, lowest: int, highest: int, **more: Any) -> int:
        return whole(label, lowest, highest, self.key(name), self.defaults[name], **more)

    def amount(self, name: str, label: str, lowest: float, highest: float, **more: Any) -> float:
        return amount(label, lowest, highest, self.key(name), self.defaults[name], **more)

    def switch(self, name: str, label: str, **more: Any) -> bool:
        return switch(label, self.key(name), self.defaults[name], **more)


def one_of(
    widget: Callable, label: str, options: Sequence[Any], key: str, default: Any, words: Callable, **more: Any
) -> Any:
    """A radio, selectbox, segmented control or select slider: its value is a plain option in the link, `?key=option`.

    What the link names otherwise falls back to the default, as does an option that is no longer offered. Streamlit's
    `bind` would put the words that are shown into the link and look for them there.
    """
    _start(key, {str(option): option for option in options}, default)
    shown = {option: words(option) for option in options} if _drawn.get() else {}
    if shown:
        send_again(key, list(shown.values()))
    if widget == st.segmented_control:
        shown = {option: segment(label) for option, label in shown.items()}
        more.setdefault("wrap", True)  # a narrow column must not hide the last option
    return _value(widget, label, options, format_func=shown.__getitem__, key=key, default=default, **more)


def amount(label: str, lowest: float, highest: float, key: str, default: float, **more: Any) -> float:
    """A slider over a range."""
    if key not in st.session_state:
        st.session_state[key] = min(max(_number(link.asked(key), default), lowest), highest)
    return _value(st.slider, label, lowest, highest, key=key, default=default, **more)


def whole(label: str, lowest: int, highest: int, key: str, default: int, **more: Any) -> int:
    """A whole number that can be typed."""
    if key not in st.session_state:
        st.session_state[key] = min(max(_number(link.asked(key), default), lowest), highest)
    return _value(st.number_input, label, lowest, highest, key=key, default=default, **more)


def switch(label: str, key: str, default: bool, **more: Any) -> bool:
    """A toggle."""
    if key not in st.session_state:
        st.session_state[key] = {"True": True, "False": False}.get(link.asked(key) or "", default)
    return _value(st.toggle, label, key=key, default=default, **more)


def side_by_side() -> AbstractContextManager[object]:
    """A row for a few controls."""
    return st.container(horizontal=True, gap="small") if _drawn.get() else nullcontext()


def _value(widget: Callable, *arguments: Any, key: str, default: Any, **more: Any) -> Any:
    """Draw a control, unless its box is closed; return its value, which goes into the link too."""
    value = widget(*arguments, key=key, persist_state="session", **more) if _drawn.get() else st.session_state[key]
    link.keep(key, value, default)
    return value


def show(settings: Mapping[str, Any]) -> None:
    """Set controls, forget those that are None, and let what they change scroll into view."""
    held = {key: value for key, value in settings.items() if value is not None and not isinstance(value, link.InLink)}
    others = {key: getattr(value, "text", None) for key, value in settings.items() if key not in held}
    link.change_next(others)
    for key in [*others, *(f"{name}{WANTED}" for name in settings)]:
        st.session_state.pop(key, None)
    st.session_state.update(held)
    st.session_state[keys.TRIED] = st.session_state.get(keys.TRIED, 0) + 1


def _start(key: str, options: dict[str, Any], default: Any) -> None:
    held = st.session_state.get(key)
    wanted, instead = st.session_state.pop(f"{key}{WANTED}", (None, None))
    choice = wanted if wanted is not None and held == instead else held  # nothing else was chosen meanwhile
    if choice in options.values():
        if choice != held:
            st.session_state[key] = choice
    else:
        if held not in options.values():
            st.session_state[key] = options.get(link.asked(key) or "", default)
        if choice is not None:
            st.session_state[f"{key}{WANTED}"] = choice, st.session_state[key]


def send_again(key: str, words: list[str]) -> None:
    """Set a choice anew when its options have other words, because the browser holds it by them."""
    said, remembered = f"{key}:words", memory()
    if remembered.get(said, words) != words:
        st.session_state[key] = st.session_state[key]
    remembered[said] = words


def _number(text: str | None, default: float) -> float:
    try:
        number = type(default)(text) if text else default
    except ValueError:
        return default
    return number if math.isfinite(number) else default
