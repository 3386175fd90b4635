"""The worker's process as the server sees it: start it, exchange messages with it, end it."""

import contextlib
import os
import pickle
import queue
import subprocess
import sys
import threading
import time
from typing import Any

from cnnlab.core.requests import Device
from cnnlab.engine.errors import did_not_start

QUIET = {"TF_CPP_MIN_LOG_LEVEL": "2"}  # hides TensorFlow's start-up messages; a value set by the user takes precedence
Message = tuple[Any, ...]


class WorkerGone(Exception):
    """The worker's end of the pipe is closed."""


class WorkerProcess:
    """`python -m cnnlab.engine.worker`: a separate program, so that none of the server's code runs again in it.

    Pickled messages go both ways through its standard input and output. When the server ends, for whatever reason, the
    worker's input closes and the worker ends too; when the worker ends, its output closes.
    """

    def __init__(self, tasks: str) -> None:
        self.started = time.perf_counter()
        self._sending = threading.Lock()
        self._inbox: queue.SimpleQueue[Message | None] = queue.SimpleQueue()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "cnnlab.engine.worker", tasks],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**QUIET, **os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )
        assert self._process.stdin
        assert self._process.stdout
        self._to, self._from = self._process.stdin, self._process.stdout
        threading.Thread(target=self._read, name="engine-reader", daemon=True).start()

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def send(self, *message: Any) -> None:
        """Send a message; raises WorkerGone if the worker has ended."""
        pickled = pickle.dumps(message, protocol=pickle.HIGHEST_PROTOCOL)  # whole, so that no part of it is sent alone
        try:
            with self._sending:  # tasks and cancellations are sent from different threads
                self._to.write(pickled)
                self._to.flush()
        except (OSError, ValueError) as error:
            raise WorkerGone from error

    def receive(self, seconds: float) -> Message | None:
        """Return the next message, or None after `seconds` without one; raises WorkerGone if the worker has ended."""
        try:
            message = self._inbox.get(timeout=max(0.0, seconds))
        except queue.Empty:
            return None
        if message is None:
            self._inbox.put(None)
            raise WorkerGone
        return message

    def wait_until_ready(self, limit: float) -> tuple[Device, float]:
        """Wait for the first message; return the worker's device and the seconds that the start took."""
        try:
            message = self.receive(self.started + limit - time.perf_counter())
        except WorkerGone as error:
            raise did_not_start(limit, f"exit code {self.end()}") from error
        if message is None:
            self.end()
            raise did_not_start(limit, "no response")
        return message[1], time.perf_counter() - self.started

    def end(self) -> int:
        """Kill the process and return its exit code."""
        self._process.kill()
        code = self._process.wait()
        with contextlib.suppress(OSError):  # nobody reads what is still to be flushed
            self._to.close()
        return code

    def _read(self) -> None:
        """Take over messages until the worker ends, or until one that cannot be unpickled, whatever that raises."""
        with self._from, contextlib.suppress(Exception):
            while True:
                self._inbox.put(pickle.load(self._from))
        self._inbox.put(None)
