"""What a page holds while its task waits and runs."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from cnnlab.engine.errors import EngineError

WAITING, STARTING, RUNNING, ENDED = "waiting", "starting", "running", "ended"


@dataclass(frozen=True)
class Answer:
    """What a task returned, and how long each of its stages took in seconds."""

    value: dict[str, Any]
    seconds: dict[str, float]


@dataclass(eq=False)
class Ticket:
    """One task on its way: its state, its place in the queue, its stage and progress, and at last its answer.

    `place` is 0 for the task that runs and 1 for the next. `stage` is the worker's word for what it is doing.
    """

    id: int
    name: str
    arguments: dict[str, Any]
    seed: int
    limit: float
    _cancel: Callable[["Ticket"], None]
    _place: Callable[["Ticket"], int]
    state: str = WAITING
    stage: str = ""
    progress: tuple[int, int] | None = None
    _ended: threading.Event = field(default_factory=threading.Event)
    _answer: Answer | None = None
    _error: EngineError | None = None

    @property
    def place(self) -> int:
        return self._place(self)

    def wait(self, seconds: float | None = None) -> bool:
        """Wait until the task has ended, at most so many seconds; True when it has."""
        return self._ended.wait(seconds)

    def answer(self) -> Answer:
        """Wait for the end; the task's answer, or its error raised."""
        self._ended.wait()
        if self._error is not None:
            raise self._error
        assert self._answer is not None
        return self._answer

    @property
    def failed(self) -> bool:
        """Whether it has ended without an answer."""
        return self._ended.is_set() and self._answer is None

    def cancel(self) -> None:
        """Free the place, or ask the running task to stop at its next step. Does nothing once it has ended."""
        self._cancel(self)

    def end(self, answer: Answer | None = None, error: EngineError | None = None) -> None:
        """Called by the engine: the first end counts."""
        if not self._ended.is_set():
            self._answer, self._error, self.state = answer, error, ENDED
            self._ended.set()
