"""What a page holds while its task waits and runs."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Generic

from cnnlab.core.requests import AnswerT, Request
from cnnlab.engine.errors import EngineError

WAITING, STARTING, RUNNING, ENDED = "waiting", "starting", "running", "ended"


@dataclass(frozen=True, eq=False)
class Result(Generic[AnswerT]):
    """The answer of a task, and how it was computed."""

    value: AnswerT
    seconds: dict[str, float]  # of each stage
    on_cpu: bool = False  # because the GPU ran out of memory


@dataclass(eq=False)
class Ticket(Generic[AnswerT]):
    """One submitted task: its state, its position in the queue, its stage and progress, and finally its result.

    `position` is 0 for the running task and 1 for the next. `stage` is the worker's name for what it is doing, empty
    before the first.
    """

    id: int
    request: Request[AnswerT]
    limit: float
    _cancel: Callable[["Ticket[Any]"], None]
    _position: Callable[["Ticket[Any]"], int]
    state: str = WAITING
    stage: str = ""
    progress: tuple[int, int] | None = None
    _since: float = field(default_factory=time.perf_counter)
    _changing: threading.Lock = field(default_factory=threading.Lock)
    _ended: threading.Event = field(default_factory=threading.Event)
    _result: Result[AnswerT] | None = None
    _error: EngineError | None = None

    @property
    def position(self) -> int:
        return self._position(self)

    @property
    def seconds(self) -> float:
        """How long the task has been in its state."""
        return time.perf_counter() - self._since

    def wait(self, seconds: float | None = None) -> bool:
        """Wait until the task has ended, for at most `seconds`; return whether it has."""
        return self._ended.wait(seconds)

    def result(self) -> Result[AnswerT]:
        """Wait for the task to end and return its result; raises the task's error."""
        self._ended.wait()
        if self._error is not None:
            raise self._error
        assert self._result is not None
        return self._result

    @property
    def failed(self) -> bool:
        """Whether the task has ended without a result."""
        return self._ended.is_set() and self._result is None

    def cancel(self) -> None:
        """Leave the queue, or ask the running task to stop at its next step. Does nothing once it has ended."""
        self._cancel(self)

    def enter(self, state: str) -> bool:
        """Called by the engine; return False and change nothing if the task has ended."""
        with self._changing:
            if self.state == ENDED:
                return False
            self._since, self.state = time.perf_counter(), state
            return True

    def end(self, result: Result[AnswerT] | None = None, error: EngineError | None = None) -> str:
        """Called by the engine; only the first call counts. Return the state before it."""
        with self._changing:
            before = self.state
            if before != ENDED:
                self._result, self._error, self.state = result, error, ENDED
                self._ended.set()
            return before
