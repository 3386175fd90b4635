"""What a page computed last: in most runs nothing has changed that it depends on."""

from collections.abc import Callable
from typing import Any, TypeVar

import streamlit as st

MEMORY = "memory"
MadeT = TypeVar("MadeT")


class Itself:
    """Equal to the same object only; stands for an array, which does not say in one word whether it equals another."""

    def __init__(self, value: object):
        self.value = value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Itself) and other.value is self.value

    __hash__ = None  # type: ignore[assignment]


def held(key: str, given: Any, make: Callable[[], MadeT]) -> MadeT:
    """Return what `make` returns, called only if `given` differs from the last one in this session under `key`.

    `given` is everything that the result depends on.
    """
    remembered = memory()
    last = remembered.get(key)
    if last is None or last[0] != given:
        last = remembered[key] = given, make()
    return last[1]


def memory() -> dict[str, Any]:
    """What the session holds besides settings, in one entry: Streamlit reads all of them for most controls of a run."""
    found: dict[str, Any] | None = st.session_state.get(MEMORY)
    if found is None:
        found = st.session_state[MEMORY] = {}
    return found
