"""Every committed model in turn through one engine: what it holds stays bounded."""

import re
from pathlib import Path

import numpy as np
import pytest

from cnnlab.core.cards import cards
from cnnlab.engine import Engine
from cnnlab.nets.catalog import HELD

pytestmark = pytest.mark.tensorflow  # the engine's backend

LIMIT = 1200  # MB


def anonymous(pid: int) -> float:
    """Megabytes that are the process's own, not pages of files, which the system can drop."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    return int(re.search(r"^RssAnon:\s+(\d+) kB$", status, re.MULTILINE)[1]) * 1024 / 1e6


def ask(engine: Engine, card) -> None:
    size = (card.input.height, card.input.width, card.input.channels)
    picture = np.random.default_rng(0).integers(0, 256, size, dtype=np.uint8)
    if card.task != "classification":
        engine.submit("forward", model=card.id, picture=picture).answer()
        return
    for stage in (card.stages[-1], card.stages[0]):  # the first has the largest maps
        found = engine.submit("explain", model=card.id, picture=picture, layer=stage.output).answer()
        assert found.value["signed"].shape == (stage.height, stage.width)


def test_the_engine_holds_every_model_in_turn_within_its_limit():
    """Twice, so that models which were let go of are loaded again."""
    every = cards()
    assert len(every) >= HELD
    engine = Engine(tasks="tests.nets.model_tasks")
    try:
        held = []
        for card in every * 2:
            ask(engine, card)
            held.append((round(anonymous(engine.worker_pid)), card.id))
    finally:
        engine.stop()
    assert max(held)[0] < LIMIT, held
    assert min(held)[0] > 100, held  # or it was not the engine that was measured
