"""What one engine holds stays bounded: over every committed model in turn, and over hundreds of tasks of each kind."""

import re
from pathlib import Path

import numpy as np
import pytest

from cnnlab.core.augmentation import FIRST, layer_config
from cnnlab.core.cards import cards
from cnnlab.engine import Engine
from cnnlab.engine.tasks import TASKS
from cnnlab.nets.catalog import HELD

pytestmark = pytest.mark.tensorflow  # the engine's backend

LIMIT = 1200  # MB
WARM_UP, MORE, ALL, GROWTH = 50, 200, 1000, 5  # tasks, tasks, tasks with --whole, MB: 0.1 left by each would be 20


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


@pytest.fixture(scope="module")
def engine():
    engine = Engine(tasks="tests.nets.model_tasks")
    yield engine
    engine.stop()


PICTURES = np.random.default_rng(0).integers(0, 256, (2, 64, 64, 3), dtype=np.uint8)
DIGIT = {"model": "mnist_convnet", "picture": PICTURES[0, :28, :28, :1]}
LAYERS = [layer_config(each) for each in FIRST]
# What each kind of task is asked, by how many came before it.
ARGUMENTS = {
    "census": lambda at: {},
    "explain": lambda at: {**DIGIT, "layer": f"conv{1 + at % 3}", "class_index": at % 10},
    "activations": lambda at: {**DIGIT, "picture": np.roll(DIGIT["picture"], at, axis=0)},
    "weights": lambda at: {"model": "mnist_convnet"},
    "augment": lambda at: {"pictures": PICTURES, "layers": LAYERS, "layers_seed": at},
    "scatter": lambda at: {
        "models": ["cats_dogs_scratch"], "picture": PICTURES[0], "layers": LAYERS, "layers_seed": at, "count": 1,
    },
}  # fmt: skip


@pytest.mark.parametrize("kind", TASKS)
def test_hundreds_of_tasks_of_one_kind_leave_nothing_behind(engine, kind, request):
    assert kind in ARGUMENTS, f"say in ARGUMENTS what a task {kind} is asked, so that its memory is measured"
    more = ALL if request.config.getoption("--whole") else MORE
    held = [_after(engine, kind, tasks) for tasks in (range(WARM_UP), range(WARM_UP, WARM_UP + more))]
    print(f"{kind}: {held[0]:.1f} MB after {WARM_UP} tasks, {held[1]:.1f} MB after {more} more")
    assert held[1] - held[0] < GROWTH, held


def _after(engine: Engine, kind: str, tasks: range) -> float:
    for at in tasks:
        engine.submit(kind, **ARGUMENTS[kind](at)).answer()
    return anonymous(engine.worker_pid)


def test_the_engine_holds_every_model_in_turn_within_its_limit(engine, request):
    """With --whole twice, so that every model which was let go of is loaded again; else the first ones."""
    every = cards()
    assert len(every) > HELD
    held = []
    for card in every + (every if request.config.getoption("--whole") else every[:2]):
        ask(engine, card)
        held.append((round(anonymous(engine.worker_pid)), card.id))
    assert max(held)[0] < LIMIT, held
    assert min(held)[0] > 100, held  # or it was not the engine that was measured
