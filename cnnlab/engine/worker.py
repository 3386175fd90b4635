"""The engine's worker: `python -m cnnlab.engine.worker cnnlab.engine.tasks`, started by cnnlab.engine.process.

Reads ("task", id, request) and ("cancel", id) from its standard input; writes ("ready", device), then for each task
("stage", id, name), ("progress", id, done, total) and one of ("done", id, answer, seconds, on_cpu),
("failed", id, kind, template, values) and ("cancelled", id).
"""

import importlib
import os
import pickle
import queue
import signal
import sys
import threading
import traceback
from collections.abc import Callable
from typing import Any

from cnnlab.core.errors import N_, CnnLabError, is_out_of_memory
from cnnlab.core.requests import Request
from cnnlab.engine.context import Cancelled, Context, Tasks

Send = Callable[..., None]
Inbox = queue.SimpleQueue[tuple[int, Request[Any]]]


def main() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the server handles Ctrl-C
    send = _sender()
    inbox: Inbox = queue.SimpleQueue()
    cancelled: set[int] = set()
    threading.Thread(target=_read, args=(inbox, cancelled), daemon=True).start()
    module = importlib.import_module(sys.argv[1])
    send("ready", module.describe_device())
    while True:
        task_id, request = inbox.get()
        _run(module.TASKS, task_id, request, Context(task_id, send, cancelled), send)
        cancelled.discard(task_id)


def _sender() -> Send:
    """Keep the pipe for messages; whatever a library prints goes to the standard error."""
    pipe = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    lock = threading.Lock()

    def send(*message: Any) -> None:
        with lock:
            pickle.dump(message, pipe, protocol=pickle.HIGHEST_PROTOCOL)
            pipe.flush()

    return send


def _read(inbox: Inbox, cancelled: set[int]) -> None:
    try:
        while True:
            kind, task_id, *request = pickle.load(sys.stdin.buffer)
            if kind == "cancel":
                cancelled.add(task_id)
            else:
                inbox.put((task_id, *request))
    finally:
        os._exit(0)  # the server has gone, perhaps in the middle of a task


def _run(tasks: Tasks, task_id: int, request: Request[Any], context: Context, send: Send) -> None:
    try:
        context.check()
        answer = _task_for(request, tasks)(context, request)
    except Cancelled:
        send("cancelled", task_id)
    except CnnLabError as error:  # sent as text: its class may be in a module that the server never imports
        send("failed", task_id, "refused", error.template, error.values)
    except Exception as error:
        traceback.print_exc()
        kind = "memory" if is_out_of_memory(error) else "failed"
        send("failed", task_id, kind, "{reason}", {"reason": f"{type(error).__name__}: {error}"[:500]})
    else:
        send("done", task_id, answer, context.seconds, context.on_cpu)


def _task_for(request: Request[Any], tasks: Tasks) -> Callable[[Context, Any], object]:
    if type(request) in tasks:
        return tasks[type(request)]
    raise CnnLabError(
        N_("The engine has no task for the request {name}. It knows {known}."),
        name=type(request).__name__,
        known=", ".join(kind.__name__ for kind in tasks),
    )


if __name__ == "__main__":
    main()
