"""The times that a task reports for its stages."""

import time
from itertools import count

from cnnlab.engine.context import Context


def test_the_times_of_a_repeated_stage_add_up(monkeypatch):
    clock = count()
    monkeypatch.setattr(time, "perf_counter", lambda: float(next(clock)))
    context = Context()
    for name in ("loading", "running", "loading", "running", "running"):
        with context.stage(name):
            pass
    assert context.seconds == {"loading": 2.0, "running": 3.0}
