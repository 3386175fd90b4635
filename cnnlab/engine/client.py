"""The client of the engine: a bounded queue and one worker, replaced when it dies, hangs or runs out of memory."""

import contextlib
import itertools
import threading
import time
import traceback
from dataclasses import dataclass
from typing import Any

from cnnlab.core.requests import AnswerT, Device, Request
from cnnlab.engine import errors
from cnnlab.engine.process import WorkerGone, WorkerProcess
from cnnlab.engine.ticket import RUNNING, STARTING, Result, Ticket
from cnnlab.engine.waiting import PATIENCE, QUEUE_SIZE, Waiting

START_LIMIT = 180.0
TASK_LIMIT = 120.0


@dataclass(frozen=True)
class Status:
    """`state` is "not started" before the first task, then "starting", "ready" or "working"."""

    state: str
    device: Device | None  # None until a worker has started
    start_seconds: float | None  # the duration of the last start
    waiting: int
    replaced: int  # workers that ended unexpectedly


class Engine:
    """Runs the tasks of the module `tasks` in one worker process, in the order of `Waiting`. Thread-safe.

    >>> from tests.engine.example_tasks import Double
    >>> engine = Engine(tasks="tests.engine.example_tasks")
    >>> engine.submit(Double([1, 2])).result().value
    [2, 4]
    >>> engine.stop()
    """

    def __init__(
        self,
        tasks: str = "cnnlab.engine.tasks",
        queue_size: int = QUEUE_SIZE,
        start_limit: float = START_LIMIT,
        patience: float = PATIENCE,
    ) -> None:
        self._tasks, self._start_limit = tasks, start_limit
        self._ids = itertools.count(1)
        self._changed = threading.Condition()
        self._queue = Waiting(queue_size, patience)
        self._current: Ticket[Any] | None = None
        self._worker: WorkerProcess | None = None
        self._device: Device | None = None
        self._start_seconds: float | None = None
        self._replaced = 0
        self._stopped = False
        self._thread = threading.Thread(target=self._dispatch, name="engine", daemon=True)
        self._thread.start()
        self.last_seconds: dict[type[Request[Any]], dict[str, float]] = {}  # of each stage, by the type of request

    def submit(self, request: Request[AnswerT], *, limit: float = TASK_LIMIT) -> Ticket[AnswerT]:
        """Queue a task, which may run for `limit` seconds. Raises EngineBusy if the queue is full."""
        with self._changed:
            self._queue.check_place(request)
            ticket = Ticket(next(self._ids), request, limit, self._cancel, self._position)
            self._queue.add(ticket)
            self._changed.notify_all()
        return ticket

    def status(self) -> Status:
        with self._changed:
            starting = self._current is not None and self._current.state == STARTING
            alive = self._worker is not None and self._worker.alive
            state = "starting" if starting else "working" if self._current else "ready" if alive else "not started"
            return Status(state, self._device, self._start_seconds, len(self._queue), self._replaced)

    @property
    def worker_pid(self) -> int | None:
        worker = self._worker
        return worker.pid if worker is not None and worker.alive else None

    def stop(self) -> None:
        """End the worker; waiting and running tasks end as cancelled."""
        with self._changed:
            self._stopped = True
            for ticket in self._queue.clear():
                ticket.end(error=errors.cancelled())
            worker = self._worker
            self._changed.notify_all()
        if worker is not None:
            worker.end()
        self._thread.join()

    def _position(self, ticket: Ticket[Any]) -> int:
        with self._changed:
            return self._queue.position(ticket)

    def _cancel(self, ticket: Ticket[Any]) -> None:
        with self._changed:
            if self._queue.remove(ticket):
                ticket.end(error=errors.cancelled())
            elif ticket is self._current and ticket.end(error=errors.cancelled()) == RUNNING:
                worker = self._worker
                if worker is not None:
                    self._send(worker, "cancel", ticket.id)

    def _dispatch(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: len(self._queue) or self._stopped)
                if self._stopped:
                    return
                ticket = self._current = self._queue.take()
            try:
                self._serve(ticket)
            except errors.EngineError as error:
                ticket.end(error=error)
            except Exception as error:  # the next task gets another worker, whatever state this one is in
                traceback.print_exc()
                self._replace(self._worker)
                ticket.end(error=errors.broken(error))
            finally:
                with self._changed:
                    self._current = None

    def _serve(self, ticket: Ticket[Any]) -> None:
        """Run one task to its end."""
        worker = self._started(ticket)
        if not ticket.enter(RUNNING):  # cancelled while the worker was starting
            return
        self._send(worker, "task", ticket.id, ticket.request)
        deadline = time.monotonic() + ticket.limit
        try:
            while (message := worker.receive(deadline - time.monotonic())) is not None:
                if self._handle(ticket, *message):
                    return
        except WorkerGone:
            raise errors.died(self._replace(worker)) from None
        self._replace(worker)
        raise errors.timed_out(ticket.limit)

    def _handle(self, ticket: Ticket[Any], kind: str, task_id: int, *rest: Any) -> bool:
        """Handle one message from the worker; return whether it ended the task."""
        if kind == "stage":
            ticket.stage, ticket.progress = rest[0], None
        elif kind == "progress":
            ticket.progress = (rest[0], rest[1])
        elif kind == "done":
            result = Result(*rest)
            self.last_seconds[type(ticket.request)] = result.seconds
            ticket.end(result)
        elif kind == "cancelled":
            ticket.end(error=errors.cancelled())
        elif rest[0] == "memory":
            self._replace(self._worker)
            raise errors.out_of_memory(rest[2]["reason"])
        else:
            raise errors.TaskFailed(rest[1], **rest[2])
        return kind in ("done", "cancelled")

    def _started(self, ticket: Ticket[Any]) -> WorkerProcess:
        if self._worker is not None and self._worker.alive:
            return self._worker
        if self._worker is not None:
            self._replace(self._worker)
        ticket.enter(STARTING)
        with self._changed:
            if self._stopped:
                raise errors.cancelled()
            worker = self._worker = WorkerProcess(self._tasks)
        try:
            self._device, self._start_seconds = worker.wait_until_ready(self._start_limit)
        except errors.EngineError:
            self._replace(worker)
            raise
        return worker

    def _replace(self, worker: WorkerProcess | None) -> int | None:
        """Stop the worker and return its exit code; the next task starts a new one."""
        self._worker = None
        if worker is None or self._stopped:
            return None
        self._replaced += 1
        return worker.end()

    @staticmethod
    def _send(worker: WorkerProcess, *message: Any) -> None:
        with contextlib.suppress(WorkerGone):  # the waiting caller gets the error
            worker.send(*message)
