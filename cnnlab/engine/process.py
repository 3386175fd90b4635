"""The worker's process as seen from the Streamlit side: started, spoken to, ended."""

import contextlib
import os
import pickle
import queue
import subprocess
import sys
import threading
import time
from typing import Any

from cnnlab.engine.errors import did_not_start

QUIET = {"TF_CPP_MIN_LOG_LEVEL": "2"}  # TensorFlow's greetings; a user's own setting goes before


class WorkerGone(Exception):
    """The worker's end of the pipe is closed."""


class WorkerProcess:
    """`python -m cnnlab.engine.worker`: a program of its own, so that nothing of the server is run again in it.

    Pickled messages go both ways through its standard input and output. When the server ends, however it ends, the
    worker's input ends too, and so does the worker; when the worker ends, its output does.
    """

    def __init__(self, tasks: str):
        self.started = time.perf_counter()
        self._sending = threading.Lock()
        self._inbox: queue.SimpleQueue = queue.SimpleQueue()
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
        """Send a message; WorkerGone when there is nobody to read it."""
        try:
            with self._sending:  # a visitor's cancel comes from another thread than the tasks
                pickle.dump(message, self._to)
                self._to.flush()
        except (OSError, ValueError) as error:
            raise WorkerGone from error

    def receive(self, seconds: float) -> tuple | None:
        """The next message, or None when none came in that time; WorkerGone when none will come any more."""
        try:
            message = self._inbox.get(timeout=max(0.0, seconds))
        except queue.Empty:
            return None
        if message is None:
            self._inbox.put(None)
            raise WorkerGone
        return message

    def hello(self, limit: float) -> tuple[dict, float]:
        """Wait for the first message: what the worker says of itself, and the seconds that its start took."""
        try:
            message = self.receive(self.started + limit - time.perf_counter())
        except WorkerGone as error:
            raise did_not_start(limit, f"exit code {self.end()}") from error
        if message is None:
            self.end()
            raise did_not_start(limit, "no sign of life")
        return message[1], time.perf_counter() - self.started

    def end(self) -> int:
        """End the process at once; its exit code."""
        self._process.kill()
        code = self._process.wait()
        with contextlib.suppress(OSError):  # what was still to be flushed has no reader any more
            self._to.close()
        return code

    def _read(self) -> None:
        with self._from, contextlib.suppress(EOFError, OSError, pickle.UnpicklingError):
            while True:
                self._inbox.put(pickle.load(self._from))
        self._inbox.put(None)
