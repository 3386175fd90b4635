"""The settings in the page's address: collected while the script runs, written once at its end.

Each write makes an entry in the browser's history, so that one action of the visitor is one step of its Back button.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any

import streamlit as st

from cnnlab.ui.shell.errors import errors_shown
from cnnlab.ui.shell.language import start_run

DROPPED = "dropped_from_link"
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


def drop_next(names: Iterable[str]) -> None:
    """Take settings out of the link when the next run writes it; for callbacks, which run before it."""
    st.session_state[DROPPED] = tuple(names)


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
    collected: dict[str, str | None] = dict.fromkeys(st.session_state.pop(DROPPED, ()))
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
