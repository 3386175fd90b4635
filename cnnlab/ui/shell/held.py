"""What a page computed last: in most runs nothing has changed that it depends on."""

from collections import defaultdict
from collections.abc import Callable
from threading import Lock
from typing import Any, TypeVar
from weakref import WeakSet

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


class _Made:
    """What was made from `given`. Sessions may hold the same one; it goes with the last of them."""

    def __init__(self, given: Any, value: Any):
        self.given, self.value = given, value


_of_all: defaultdict[str, WeakSet[_Made]] = defaultdict(WeakSet)  # by key, what the sessions hold at the moment
_lock = Lock()


def held_by_all(key: str, given: Any, make: Callable[[], MadeT]) -> MadeT:
    """The same as `held`, but made once for all sessions that hold a result with an equal `given` under `key`.

    Forty visitors who look at the same then take the memory of one. Nothing may be in the result that is not in
    `given`, such as what a link says. A number that counts within a session may be in both: sessions with different
    numbers share nothing. Nobody may change the result.
    """
    remembered = memory()
    last = remembered.get(key)
    if last is None or last.given != given:
        last = remembered[key] = _of_another(key, given) or _new(key, _Made(given, make()))
    value: MadeT = last.value
    return value


def _of_another(key: str, given: Any) -> _Made | None:
    with _lock:
        others = list(_of_all[key])
    return next((other for other in others if other.given == given), None)


def _new(key: str, made: _Made) -> _Made:
    with _lock:
        _of_all[key].add(made)
    return made


def memory() -> dict[str, Any]:
    """What the session holds besides settings, in one entry: Streamlit reads all of them for most controls of a run."""
    found: dict[str, Any] | None = st.session_state.get(MEMORY)
    if found is None:
        found = st.session_state[MEMORY] = {}
    return found
