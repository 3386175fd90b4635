"""The settings in the page's address: collected while the script runs, written once at its end.

Each write makes an entry in the browser's history, so that one action of the visitor is one step of its Back button.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import wraps
from typing import Any

import streamlit as st

from cnnlab.ui.shell.errors import errors_shown
from cnnlab.ui.shell.language import start_run

CHANGES = "changes_of_link"
_collected: ContextVar[dict[str, str | None] | None] = ContextVar("link", default=None)


def keep(key: str, value: Any, default: Any = None) -> None:
    """Put a setting into the link; take it out where it is the default."""
    text = None if value == default else str(value)
    collected = _collected.get()
    if collected is None:
        _write({key: text})
    else:
        collected[key] = text


def asked(key: str) -> str | None:
    """What the link says of a setting, as far as this run has not changed it."""
    collected = _collected.get() or {}
    return collected[key] if key in collected else st.query_params.get(key)


@dataclass(frozen=True)
class InLink:
    """A setting that is held by the link alone, such as the cell that a stepper starts at."""

    text: str


def change_next(changes: Mapping[str, str | None]) -> None:
    """Change settings when the next run writes the link, None to take one out; for callbacks, which run before it."""
    st.session_state[CHANGES] = dict(changes)


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
    collected: dict[str, str | None] = st.session_state.pop(CHANGES, {})
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
        with written_once(), errors_shown():
            function(*arguments, **named)

    return run


def _write(changes: dict[str, str | None]) -> None:
    before = st.query_params.to_dict()
    after = {key: value for key, value in {**before, **changes}.items() if value is not None}
    if after != before:
        st.query_params.from_dict(after)
