"""Answers remembered within a budget of bytes, and tasks shared by the visitors who wait for the same answer."""

import sys
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass, replace
from threading import Lock
from typing import Any

import numpy as np

from cnnlab.engine.ticket import Result, Ticket


class Remembered:
    """A cache of values by key that holds at most `budget` bytes; the least recently used goes first. Thread-safe.

    >>> held = Remembered(budget=2000)
    >>> held.put("a", b"." * 900)
    >>> held.put("b", b"." * 900)
    >>> held.get("a") is not None, held.put("c", b"." * 900), held.get("b")
    (True, None, None)
    """

    def __init__(self, budget: int):
        self._budget, self._lock = budget, Lock()
        self._held: OrderedDict[str, tuple[Any, int]] = OrderedDict()
        self._size = 0

    def get(self, key: str) -> Any:
        """Return the value of a key, or None."""
        with self._lock:
            if key not in self._held:
                return None
            self._held.move_to_end(key)
            return self._held[key][0]

    def put(self, key: str, value: Any) -> None:
        """Store a value, unless it alone exceeds the budget."""
        size = size_of(value)
        if size > self._budget:
            return
        with self._lock:
            self._size += size - self._held.pop(key, (None, 0))[1]
            self._held[key] = value, size
            while self._size > self._budget:
                self._size -= self._held.popitem(last=False)[1][1]

    def clear(self) -> None:
        with self._lock:
            self._held.clear()
            self._size = 0

    @property
    def size(self) -> int:
        """The size of all values in bytes."""
        return self._size

    def keys(self) -> list[str]:
        """The keys, least recently used first."""
        with self._lock:
            return list(self._held)


def size_of(value: Any) -> int:
    """Estimate how many bytes a value takes: arrays and strings by their length, containers with their content.

    >>> size_of(np.zeros((10, 10), np.float32)) - size_of(np.zeros(0))
    400
    """
    if isinstance(value, np.ndarray):
        return value.nbytes + 112
    size = sys.getsizeof(value)
    if isinstance(value, Mapping):
        return size + sum(size_of(key) + size_of(content) for key, content in value.items())
    if isinstance(value, Sequence | set | frozenset) and not isinstance(value, str | bytes):
        return size + sum(map(size_of, value))
    if is_dataclass(value):
        return size + sum(size_of(getattr(value, field.name)) for field in fields(value))
    return size


@dataclass(eq=False)
class Shared:
    """A running task, shared by everybody who asks for the same while it runs."""

    ticket: Ticket[Any]
    waiting: int = 1
    _lock: Lock = field(default_factory=Lock)
    _result: Result[Any] | None = None

    def result(self, convert: Callable[[Any], Any] | None) -> Result[Any]:
        """Wait for the result, whose value the first caller converts for all; raises the task's error."""
        found = self.ticket.result()
        with self._lock:
            if self._result is None:
                self._result = replace(found, value=convert(found.value)) if convert else found
            return self._result


class Running:
    """Running and waiting tasks by key: a second request with the same key waits for the same ticket."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._shared: dict[str, Shared] = {}

    def join(self, key: str, remembered: Remembered, submit: Callable[[], Ticket[Any]]) -> Shared | Result[Any]:
        """Return the result if it is remembered by now, else the running task of that key, else a new one.

        A caller who gets a task must leave it, but only after its result has been remembered, so that at every moment
        one of the two can be found. Raises what `submit` raises.
        """
        with self._lock:
            if (known := remembered.get(key)) is not None:
                return known
            shared = self._shared.get(key)
            if shared is not None and not shared.ticket.failed:
                shared.waiting += 1
            else:
                shared = self._shared[key] = Shared(submit())
            return shared

    def leave(self, key: str, shared: Shared) -> None:
        """Stop waiting for a task; the last caller to leave cancels it, unless it has ended."""
        with self._lock:
            shared.waiting -= 1
            if shared.waiting:
                return
            if self._shared.get(key) is shared:
                del self._shared[key]
        shared.ticket.cancel()
