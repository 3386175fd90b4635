"""What comes back from a worker's process."""

import io
import pickle
import queue

import pytest

from cnnlab.engine.process import WorkerGone, WorkerProcess


@pytest.mark.parametrize("rest", [b"", b"no pickle", b"cno_such_module\nName\n.", b"cos\nno_such_name\n."])
def test_an_answer_that_cannot_be_read_counts_as_the_end_of_the_worker(rest):
    """Otherwise its task would wait for its time limit."""
    worker = WorkerProcess.__new__(WorkerProcess)  # without a process: these are the bytes that it wrote
    worker._inbox, worker._from = queue.Queue(), io.BytesIO(pickle.dumps(("ready", 1)) + rest)
    worker._read()
    assert worker.receive(1) == ("ready", 1)
    with pytest.raises(WorkerGone):
        worker.receive(1)
