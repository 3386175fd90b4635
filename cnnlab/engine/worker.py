"""The engine's worker: `python -m cnnlab.engine.worker cnnlab.engine.tasks`, started by cnnlab.engine.process.

Reads ("task", id, name, arguments, seed) and ("cancel", id) from its standard input; writes ("hello", about), then for
each task ("stage", id, name), ("progress", id, done, total) and one of ("done", id, answer, seconds),
("failed", id, kind, template, values) and ("cancelled", id).
"""

import contextlib
import importlib
import os
import pickle
import queue
import random
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from cnnlab.core.errors import N_, CnnLabError


class Cancelled(Exception):
    """Raised inside a task at its next step after the visitor cancelled."""


class Context:
    """A task's line to the one who asked: its stages, its progress, and whether to go on."""

    def __init__(self, task_id: int, send, cancelled: set[int]):
        self._id, self._send, self._cancelled = task_id, send, cancelled
        self.seconds: dict[str, float] = {}

    @contextlib.contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Tell which stage the task is in, and measure it. Raises Cancelled where the visitor has cancelled."""
        self.check()
        self._send("stage", self._id, name)
        started = time.perf_counter()
        yield
        self.seconds[name] = time.perf_counter() - started

    def progress(self, done: int, total: int) -> None:
        """Tell how far the task is; call it between epochs, steps and batches. Raises Cancelled."""
        self.check()
        self._send("progress", self._id, done, total)

    def check(self) -> None:
        """Raise Cancelled where the visitor has cancelled."""
        if self._id in self._cancelled:
            raise Cancelled


def main() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C in the terminal is the server's affair
    send = _sender()
    inbox: queue.SimpleQueue = queue.SimpleQueue()
    cancelled: set[int] = set()
    threading.Thread(target=_read, args=(inbox, cancelled), daemon=True).start()
    module = importlib.import_module(sys.argv[1])
    send("hello", module.about())
    while True:
        task_id, name, arguments, seed = inbox.get()
        _seed(seed, getattr(module.TASKS.get(name), "draws", False))
        _run(module.TASKS, task_id, name, arguments, Context(task_id, send, cancelled), send)
        cancelled.discard(task_id)


def _sender():
    """Keep the pipe for messages and send whatever a library prints to the standard error."""
    pipe = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    lock = threading.Lock()

    def send(*message: Any) -> None:
        with lock:
            pickle.dump(message, pipe, protocol=pickle.HIGHEST_PROTOCOL)
            pipe.flush()

    return send


def _read(inbox: queue.SimpleQueue, cancelled: set[int]) -> None:
    try:
        while True:
            kind, *rest = pickle.load(sys.stdin.buffer)
            if kind == "cancel":
                cancelled.add(rest[0])
            else:
                inbox.put(rest)
    finally:
        os._exit(0)  # the server has gone, in the middle of a task perhaps


def _run(tasks: dict, task_id: int, name: str, arguments: dict, context: Context, send) -> None:
    try:
        if name not in tasks:
            raise CnnLabError(
                N_("One of the tasks {known} was expected; {name} came."), known=", ".join(tasks), name=name
            )
        context.check()
        answer = tasks[name](context, **arguments)
    except Cancelled:
        send("cancelled", task_id)
    except CnnLabError as error:  # sent as text: its class may live where the server never imports
        send("failed", task_id, "refused", error.template, error.values)
    except Exception as error:
        traceback.print_exc()
        kind = "memory" if _is_out_of_memory(error) else "failed"
        send("failed", task_id, kind, "{reason}", {"reason": f"{type(error).__name__}: {error}"[:500]})
    else:
        send("done", task_id, answer, context.seconds)


def _is_out_of_memory(error: Exception) -> bool:
    """Python's word for it, TensorFlow's by the error's type, JAX's by its text."""
    told = type(error).__name__ == "ResourceExhaustedError" or str(error).startswith("RESOURCE_EXHAUSTED")
    return isinstance(error, MemoryError) or told


def drawing(task: Callable) -> Callable:
    """Mark a task that draws at random, so that Keras is seeded before it.

    Not before every task: TensorFlow forgets its compiled kernels each time, which costs the next call 0.3 s.
    """
    task.draws = True  # type: ignore[attr-defined]
    return task


def _seed(seed: int, keras_too: bool) -> None:
    random.seed(seed)
    np.random.seed(seed)
    if keras_too and "keras" in sys.modules:
        sys.modules["keras"].utils.set_random_seed(seed)


if __name__ == "__main__":
    main()
