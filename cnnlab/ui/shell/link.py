"""The settings in the page's address: collected while the script runs, written once at its end.

Each write makes an entry in the browser's history, so that one action of the visitor is one step of its Back button.

A message of the browser carries the address that it had when the visitor acted, which may be older than what the run
before has written. So what a page keeps in the link is held in the session, and counts until the visitor goes back in
the browser's history or to another page. For everything else, such as the cell of a stepper, the browser's word counts.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import wraps
from typing import Any

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from cnnlab.ui.shell import view
from cnnlab.ui.shell.away import put_away
from cnnlab.ui.shell.errors import errors_shown
from cnnlab.ui.shell.language import start_run

OF_BROWSER = ("lang", "present")  # in the link of every page; the browser puts them there (kept_in_link.js)
CHANGES = "changes_of_link"
WRITTEN = "written_link"
WHOLE = "whole_page_next"


@dataclass(frozen=True)
class _Collected:
    """What the run changes in the link, and the settings that it keeps there; the others are the browser's."""

    changes: dict[str, str | None]
    kept: set[str]


_collected: ContextVar[_Collected | None] = ContextVar("link", default=None)


def keep(key: str, value: Any, default: Any = None) -> None:
    """Put a setting into the link; take it out where it is the default."""
    text = None if value == default else str(value)
    collected = _collected.get() or _Collected({}, set())
    collected.changes[key] = text
    collected.kept.add(key)
    if _collected.get() is None:
        _write(collected)


def asked(key: str) -> str | None:
    """What the link says of a setting, as far as this run has not changed it."""
    collected = _collected.get()
    return collected.changes[key] if collected and key in collected.changes else _current().get(key)


def is_changed(key: str) -> bool:
    """Whether this run changes a setting in the link, whatever the browser's address says."""
    collected = _collected.get()
    return collected is not None and key in collected.changes


def taken_from_history() -> bool:
    """Whether the visitor went back or forward in the browser's history; then its address counts from now on."""
    context = get_script_run_ctx()
    if context is None or not context.is_history_navigation:
        return False
    st.session_state.pop(WRITTEN, None)
    return True


@dataclass(frozen=True)
class InLink:
    """A setting that is held by the link alone, such as the cell that a stepper starts at."""

    text: str


def change_next(changes: Mapping[str, str | None]) -> None:
    """Change settings when the next run writes the link, None to take one out; for callbacks, which run before it."""
    st.session_state[CHANGES] = {**st.session_state.get(CHANGES, {}), **changes}


def clear_next(prefix: str) -> None:
    """Take every setting that starts with the prefix out of the link when the next run writes it; for callbacks."""
    change_next({key: None for key in _current() if key.startswith(prefix)})


def write_now() -> None:
    """Write what has been collected so far; for a run that will take long."""
    if collected := _collected.get():
        _write(collected)


@contextmanager
def written_once() -> Iterator[None]:
    """Collect what the body keeps, and write it in one go at the end; within another such block that one writes."""
    if _collected.get() is not None:
        yield
        return
    collected = _Collected(dict(st.session_state.get(CHANGES, {})), set())
    token = _collected.set(collected)
    try:
        yield
        _write(collected)
    finally:
        _collected.reset(token)


def fragment(function: Callable[..., None]) -> Callable[..., None]:
    """A part of a page that runs again by itself when one of its controls changes, and writes the link when it has."""

    @st.fragment
    @wraps(function)
    def run(*arguments: Any, **named: Any) -> None:
        start_run()
        view.start_run()
        if _collected.get() is None:  # not within a run of the whole page
            if st.session_state.pop(WHOLE, False):
                st.rerun()
            put_away()
        with written_once(), errors_shown():
            function(*arguments, **named)

    return run


def run_whole_next() -> None:
    """Run the whole page next, even if a fragment asks for a run; for callbacks."""
    st.session_state[WHOLE] = True


def _write(collected: _Collected) -> None:
    before, in_browser = _current(), st.query_params.to_dict()
    after = {key: value for key, value in {**before, **collected.changes}.items() if value is not None}
    kept = {*_kept(), *collected.kept}
    st.session_state.pop(CHANGES, None)  # only now: a run that is replaced before leaves them to the next
    st.session_state[WRITTEN] = _page(), {key: after.get(key) for key in kept}
    if not _settings(after) == _settings(before) == _settings(in_browser):
        st.query_params.from_dict(after)


def _settings(address: Mapping[str, str]) -> dict[str, str]:
    return {key: value for key, value in address.items() if key not in OF_BROWSER}


def _current() -> dict[str, str]:
    """What the address holds, or will hold once the browser has received what was written."""
    current = {**st.query_params.to_dict(), **_kept()}
    return {key: value for key, value in current.items() if value is not None}


def _kept() -> dict[str, str | None]:
    """The settings that this page keeps in the link, as they were last written; None for one that is not in it."""
    page, kept = st.session_state.get(WRITTEN, (None, {}))
    return kept if page == _page() else {}


def _page() -> str | None:
    context = get_script_run_ctx()
    return context.page_script_hash if context else None
