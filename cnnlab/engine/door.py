"""The door to the engine: a bounded queue, one worker at a time, replaced when it dies, hangs or runs out of memory."""

import contextlib
import itertools
import threading
import time
from collections import deque
from dataclasses import dataclass
from typing import Any

from cnnlab.engine import errors
from cnnlab.engine.process import WorkerGone, WorkerProcess
from cnnlab.engine.ticket import RUNNING, STARTING, Answer, Ticket

PLACES = 40  # a class of thirty, and some more
START_LIMIT = 180.0
TASK_LIMIT = 120.0


@dataclass(frozen=True)
class Status:
    """`state` is "asleep" before the first task, "starting", "ready" or "working"."""

    state: str
    about: dict[str, Any] | None  # what the worker said of itself: device, versions
    start_seconds: float | None  # how long its last start took
    waiting: int
    replaced: int  # workers that ended before their time


class Engine:
    """Runs tasks of the module `tasks` in one worker process, first come, first served. Safe to use from any thread.

    >>> engine = Engine(tasks="tests.engine.example_tasks")
    >>> engine.submit("double", values=[1, 2]).answer().value
    {'values': [2, 4]}
    >>> engine.stop()
    """

    def __init__(
        self, tasks: str = "cnnlab.engine.tasks", places: int = PLACES, start_limit: float = START_LIMIT
    ) -> None:
        self._tasks, self._places, self._start_limit = tasks, places, start_limit
        self._ids = itertools.count(1)
        self._changed = threading.Condition()
        self._queue: deque[Ticket] = deque()
        self._current: Ticket | None = None
        self._worker: WorkerProcess | None = None
        self._about: dict[str, Any] | None = None
        self._start_seconds: float | None = None
        self._replaced = 0
        self._stopped = False
        self._thread = threading.Thread(target=self._dispatch, name="engine", daemon=True)
        self._thread.start()
        self.last_seconds: dict[str, dict[str, float]] = {}  # by task and stage, for "last time it took ..."

    def submit(self, name: str, *, seed: int = 0, limit: float = TASK_LIMIT, **arguments: Any) -> Ticket:
        """Take a place in the queue. Raises EngineBusy when all are taken. `limit` is in seconds, from its start."""
        with self._changed:
            if len(self._queue) >= self._places:
                raise errors.busy(self._places)
            ticket = Ticket(next(self._ids), name, arguments, seed, limit, self._cancel, self._place)
            self._queue.append(ticket)
            self._changed.notify_all()
        return ticket

    def status(self) -> Status:
        with self._changed:
            starting = self._current is not None and self._current.state == STARTING
            alive = self._worker is not None and self._worker.alive
            state = "starting" if starting else "working" if self._current else "ready" if alive else "asleep"
            return Status(state, self._about, self._start_seconds, len(self._queue), self._replaced)

    @property
    def worker_pid(self) -> int | None:
        worker = self._worker
        return worker.pid if worker is not None and worker.alive else None

    def stop(self) -> None:
        """End the worker; tasks that wait or run end as cancelled."""
        with self._changed:
            self._stopped = True
            for ticket in self._queue:
                ticket.end(error=errors.cancelled())
            self._queue.clear()
            worker = self._worker
            self._changed.notify_all()
        if worker is not None:
            worker.end()
        self._thread.join()

    def _place(self, ticket: Ticket) -> int:
        with self._changed:
            return self._queue.index(ticket) + 1 if ticket in self._queue else 0

    def _cancel(self, ticket: Ticket) -> None:
        with self._changed:
            if ticket in self._queue:
                self._queue.remove(ticket)
                ticket.end(error=errors.cancelled())
            elif ticket is self._current:
                ticket.end(error=errors.cancelled())
                worker = self._worker
                if worker is not None and ticket.state != STARTING:
                    self._tell(worker, "cancel", ticket.id)

    def _dispatch(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._queue or self._stopped)
                if self._stopped:
                    return
                ticket = self._current = self._queue.popleft()
            try:
                self._serve(ticket)
            except errors.EngineError as error:
                ticket.end(error=error)
            finally:
                with self._changed:
                    self._current = None

    def _serve(self, ticket: Ticket) -> None:
        """One task from its place at the head of the queue to its end."""
        worker = self._started(ticket)
        if ticket.wait(0):  # cancelled while the worker started
            return
        ticket.state = RUNNING
        self._tell(worker, "task", ticket.id, ticket.name, ticket.arguments, ticket.seed)
        deadline = time.monotonic() + ticket.limit
        try:
            while (message := worker.receive(deadline - time.monotonic())) is not None:
                if self._handle(ticket, *message):
                    return
        except WorkerGone:
            raise errors.died(self._replace(worker)) from None
        self._replace(worker)
        raise errors.timed_out(ticket.limit)

    def _handle(self, ticket: Ticket, kind: str, task_id: int, *rest: Any) -> bool:
        """Take in one message of the worker; True when it was the task's last."""
        if kind == "stage":
            ticket.stage, ticket.progress = rest[0], None
        elif kind == "progress":
            ticket.progress = (rest[0], rest[1])
        elif kind == "done":
            value, seconds = rest
            self.last_seconds.setdefault(ticket.name, {}).update(seconds)
            ticket.end(answer=Answer(value, seconds))
        elif kind == "cancelled":
            ticket.end(error=errors.cancelled())
        elif rest[0] == "memory":
            self._replace(self._worker)
            raise errors.out_of_memory(rest[2]["reason"])
        else:
            raise errors.TaskFailed(rest[1], **rest[2])
        return kind in ("done", "cancelled")

    def _started(self, ticket: Ticket) -> WorkerProcess:
        if self._worker is not None and self._worker.alive:
            return self._worker
        if self._worker is not None:
            self._replace(self._worker)
        ticket.state = ticket.stage = STARTING
        with self._changed:
            if self._stopped:
                raise errors.cancelled()
            worker = self._worker = WorkerProcess(self._tasks)
        try:
            self._about, self._start_seconds = worker.hello(self._start_limit)
        except errors.EngineError:
            self._replace(worker)
            raise
        return worker

    def _replace(self, worker: WorkerProcess | None) -> int | None:
        """End a worker; the next task starts another. Its exit code."""
        self._worker = None
        if worker is None or self._stopped:
            return None
        self._replaced += 1
        return worker.end()

    @staticmethod
    def _tell(worker: WorkerProcess, *message: Any) -> None:
        with contextlib.suppress(WorkerGone):  # the one who waits for its answer finds out
            worker.send(*message)
