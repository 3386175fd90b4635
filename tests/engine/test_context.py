"""What a task reports: how long its stages took."""

import time
from itertools import count

from cnnlab.engine.context import Context


def test_a_repeated_stage_adds_up(monkeypatch):
    clock = count()
    monkeypatch.setattr(time, "perf_counter", lambda: float(next(clock)))
    context = Context()
    for name in ("loading", "running", "loading", "running", "running"):
        with context.stage(name):
            pass
    assert context.seconds == {"loading": 2.0, "running": 3.0}
