"""What a task gets besides its request: a way to report its stage and its progress, and to notice a cancellation."""

import contextlib
import time
from collections.abc import Callable, Iterator
from typing import Any

from cnnlab.core.requests import Request


class Cancelled(Exception):
    """Raised inside a task at its next step after the visitor cancelled."""


class Context:
    """Reports the stages and the progress of one task; a task that ran on the CPU instead of the GPU sets `on_cpu`."""

    def __init__(
        self,
        task_id: int = 0,
        send: Callable[..., None] = lambda *message: None,
        cancelled: set[int] | frozenset[int] = frozenset(),
    ) -> None:
        self._id, self._send, self._cancelled = task_id, send, cancelled
        self.seconds: dict[str, float] = {}
        self.on_cpu = False

    @contextlib.contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Report the stage that the task is in, and time it; a repeated stage adds up. Raises Cancelled."""
        self.check()
        self._send("stage", self._id, name)
        started = time.perf_counter()
        yield
        self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - started

    def progress(self, done: int, total: int) -> None:
        """Report how far the task is; call it between epochs, steps and batches. Raises Cancelled."""
        self.check()
        self._send("progress", self._id, done, total)

    def check(self) -> None:
        """Raise Cancelled if the visitor has cancelled."""
        if self._id in self._cancelled:
            raise Cancelled


Task = Callable[[Context, Any], object]  # of a request of its type; returns that request's answer
Tasks = dict[type[Request[Any]], Task]
