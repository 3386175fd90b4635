"""What pages show, remembered within a budget of bytes, and a task that several visitors want, run once."""

import sys
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass
from threading import Lock
from typing import Any

import numpy as np

from cnnlab.engine.ticket import Answer, Ticket


class Remembered:
    """Values by key, at most `budget` bytes of them: the least recently used goes first. Safe to use from any thread.

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
        """The value of a key; None where there is none."""
        with self._lock:
            if key not in self._held:
                return None
            self._held.move_to_end(key)
            return self._held[key][0]

    def put(self, key: str, value: Any) -> None:
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
        """The bytes of all values."""
        return self._size

    def keys(self) -> list[str]:
        """The keys, the least recently used first."""
        with self._lock:
            return list(self._held)


def size_of(value: Any) -> int:
    """About how many bytes a value takes: arrays and strings by their length, containers by what is in them.

    >>> size_of(np.zeros((10, 10), np.float32)) - size_of(np.zeros(0))
    400
    """
    if isinstance(value, np.ndarray):
        return value.nbytes + 112
    size = sys.getsizeof(value)
    if isinstance(value, Mapping):
        return size + sum(size_of(key) + size_of(each) for key, each in value.items())
    if isinstance(value, Sequence | set | frozenset) and not isinstance(value, str | bytes):
        return size + sum(map(size_of, value))
    if is_dataclass(value):
        return size + sum(size_of(getattr(value, each.name)) for each in fields(value))
    return size


@dataclass(eq=False)
class Shared:
    """A task that is running, for everybody who asks for the same while it does."""

    ticket: Ticket
    waiting: int = 1
    _lock: Lock = field(default_factory=Lock)
    _answer: Answer | None = None

    def answer(self, made: Callable[[dict[str, Any]], Any] | None) -> Answer:
        """The task's answer, `made` of it by the first who comes; raises the task's error."""
        found = self.ticket.answer()
        with self._lock:
            if self._answer is None:
                self._answer = Answer(made(found.value), found.seconds) if made else found
            return self._answer


class Running:
    """The tasks that run or wait, by key: who asks for one that is there already waits for the same ticket."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._shared: dict[str, Shared] = {}

    def join(self, key: str, remembered: Remembered, submit: Callable[[], Ticket]) -> Shared | Answer:
        """The answer that has been remembered meanwhile, the running task of that key, or a new one.

        Whoever gets a task has to leave it, after its answer was put among the remembered ones: so there is no moment
        in which neither is to be found. Raises what `submit` raises.
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
        """Stop waiting; the last to leave cancels the task, unless it has ended."""
        with self._lock:
            shared.waiting -= 1
            if shared.waiting:
                return
            if self._shared.get(key) is shared:
                del self._shared[key]
        shared.ticket.cancel()
