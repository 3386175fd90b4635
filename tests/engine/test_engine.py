"""The engine's door: order, places, cancelling, and every way in which a worker can come to its end.

One file, for all of it is one door; the helpers and the engine are shared.
"""

import os
import signal
import subprocess
import sys
import threading

import numpy as np
import psutil
import pytest

from cnnlab.engine import Engine, errors
from cnnlab.engine.ticket import STARTING

TASKS = "tests.engine.example_tasks"
LONG = 30.0  # a limit that no test reaches unless something hangs


@pytest.fixture(scope="module")
def engine():
    engine = Engine(TASKS)
    yield engine
    engine.stop()


@pytest.fixture
def own_engine():
    """An engine of the test's own, for tests that count its workers."""
    engine = Engine(TASKS)
    yield engine
    engine.stop()


def until(condition) -> None:
    """Look until the condition holds; the time limit is for a test that has gone wrong."""
    waiter = threading.Event()
    for _ in range(int(LONG / 0.01)):
        if condition():
            return
        waiter.wait(0.01)
    raise AssertionError("it never came to that")


def test_arrays_come_back_as_they_went(engine):
    array = np.arange(12, dtype=np.float32).reshape(3, 4)
    back = engine.submit("echo", array=array).answer().value["array"]
    assert back.dtype == array.dtype
    assert np.array_equal(back, array)


def test_the_worker_is_a_program_of_its_own(engine):
    census = engine.submit("census").answer().value
    assert census["main"].endswith("cnnlab/engine/worker.py")
    assert census["pid"] != os.getpid()
    assert "streamlit" not in census["modules"]
    assert "pytest" not in census["modules"]


def test_what_a_library_prints_does_not_disturb_the_messages(engine):
    assert engine.submit("print_much").answer().value == {"printed": True}


def test_the_same_seed_draws_the_same(engine):
    first, second, other = (engine.submit("draw", seed=seed).answer().value for seed in (1, 1, 2))
    assert first == second
    assert first["python"] != other["python"]
    assert first["numpy"] != other["numpy"]


def test_stages_are_told_and_measured(engine):
    ticket = engine.submit("stages")
    answer = ticket.answer()
    assert list(answer.seconds) == ["loading", "running"]
    assert ticket.stage == "running"
    assert ticket.progress == (2, 3)
    assert engine.last_seconds["stages"] == answer.seconds


def test_a_refusal_keeps_its_words_and_the_worker(engine):
    before = engine.submit("census").answer().value["pid"]
    with pytest.raises(errors.TaskFailed, match="A square was expected") as caught:
        engine.submit("refuse").answer()
    assert caught.value.template == "A {kind} was expected."
    with pytest.raises(errors.TaskFailed, match="RuntimeError: unforeseen"):
        engine.submit("fail").answer()
    with pytest.raises(errors.TaskFailed, match=r"One of the tasks .* was expected; nothing came"):
        engine.submit("nothing").answer()
    assert engine.submit("census").answer().value["pid"] == before


def test_first_come_first_served_and_everyone_knows_the_place(engine, tmp_path):
    go = tmp_path / "go"
    running = engine.submit("steps_until", file=str(go))
    until(lambda: running.stage == "running")
    waiting = [engine.submit("double", values=[each]) for each in range(3)]
    assert [each.place for each in (running, *waiting)] == [0, 1, 2, 3]
    waiting[1].cancel()
    assert [each.place for each in (waiting[0], waiting[2])] == [1, 2]
    go.touch()
    assert waiting[0].answer().value == {"values": [0]}
    assert waiting[2].answer().value == {"values": [4]}
    with pytest.raises(errors.TaskCancelled):
        waiting[1].answer()


def test_a_full_queue_says_so(tmp_path):
    engine = Engine(TASKS, places=1)
    running = engine.submit("steps_until", file=str(tmp_path / "go"))
    until(lambda: running.stage == "running")
    engine.submit("double", values=[])
    with pytest.raises(errors.EngineBusy, match="all 1 are taken"):
        engine.submit("double", values=[])
    engine.stop()


def test_cancelling_stops_the_task_and_not_the_worker(engine, tmp_path):
    before = engine.submit("census").answer().value["pid"]
    ticket = engine.submit("steps_until", file=str(tmp_path / "never"))
    until(lambda: ticket.stage == "running")
    ticket.cancel()
    with pytest.raises(errors.TaskCancelled):
        ticket.answer()
    assert engine.submit("census").answer().value["pid"] == before


def test_cancelling_what_has_ended_changes_nothing(engine):
    ticket = engine.submit("double", values=[1])
    ticket.answer()
    ticket.cancel()
    assert ticket.answer().value == {"values": [2]}


def test_a_task_cancelled_while_the_worker_starts_never_runs(tmp_path):
    engine = Engine("tests.engine.never_ready", start_limit=LONG)
    ticket = engine.submit("anything")
    until(lambda: ticket.state == STARTING)
    ticket.cancel()
    with pytest.raises(errors.TaskCancelled):
        ticket.answer()
    engine.stop()


def test_a_task_over_its_limit_costs_the_worker(own_engine):
    before = own_engine.submit("census").answer().value["pid"]
    with pytest.raises(errors.TaskTimeout, match="engine was replaced"):
        own_engine.submit("hang", limit=0.2).answer()
    after = own_engine.submit("census").answer().value["pid"]
    assert after != before
    assert not psutil.pid_exists(before)
    assert own_engine.status().replaced == 1


def test_a_cancelled_task_that_does_not_listen_is_ended_at_its_limit(own_engine):
    ticket = own_engine.submit("hang", limit=0.5)
    until(lambda: own_engine.status().state == "working")
    ticket.cancel()
    assert own_engine.submit("double", values=[3]).answer().value == {"values": [6]}


@pytest.mark.parametrize("stage", ["loading", "compiling", "running"])
def test_a_worker_killed_in_a_stage_is_replaced(own_engine, stage):
    with pytest.raises(errors.EngineDied, match="exit code -9"):
        own_engine.submit("die", stage=stage).answer()
    assert own_engine.submit("double", values=[1]).answer().value == {"values": [2]}


def test_a_worker_killed_while_it_answers_is_replaced(own_engine):
    with pytest.raises(errors.EngineDied):
        own_engine.submit("die_while_answering").answer()
    assert own_engine.submit("double", values=[1]).answer().value == {"values": [2]}


def test_a_worker_killed_while_idle_is_replaced_without_a_word(own_engine):
    pid = own_engine.submit("census").answer().value["pid"]
    os.kill(pid, signal.SIGKILL)
    until(lambda: own_engine.worker_pid is None)
    assert own_engine.submit("double", values=[1]).answer().value == {"values": [2]}


def test_a_worker_that_dies_at_its_start_is_told():
    engine = Engine("tests.engine.dies_at_start")
    with pytest.raises(errors.EngineDied, match=r"should have started.*exit code -9"):
        engine.submit("anything").answer()
    engine.stop()


def test_a_worker_that_never_gets_ready_is_ended():
    engine = Engine("tests.engine.never_ready", start_limit=0.5)
    with pytest.raises(errors.EngineDied, match="no sign of life"):
        engine.submit("anything").answer()
    assert engine.worker_pid is None
    engine.stop()


@pytest.mark.parametrize(("as_jax", "text"), [(False, "MemoryError: no more"), (True, "RESOURCE_EXHAUSTED: Out of")])
def test_out_of_memory_costs_the_worker_and_is_named(own_engine, as_jax, text):
    with pytest.raises(errors.OutOfMemory, match=text):
        own_engine.submit("run_out_of_memory", as_jax=as_jax).answer()
    assert own_engine.status().replaced == 1
    assert own_engine.submit("double", values=[1]).answer().value == {"values": [2]}


def test_one_visitors_trouble_is_not_the_next_ones(own_engine):
    tickets = [own_engine.submit(name) for name in ("fail", "run_out_of_memory", "refuse")]
    tickets += [own_engine.submit("die", stage="running"), own_engine.submit("double", values=[5])]
    for ticket in tickets[:-1]:
        with pytest.raises(errors.EngineError):
            ticket.answer()
    assert tickets[-1].answer().value == {"values": [10]}


def test_it_sleeps_until_the_first_task_and_stops_with_its_tasks(tmp_path):
    engine = Engine(TASKS)
    assert engine.status().state == "asleep"
    assert engine.worker_pid is None
    running = engine.submit("steps_until", file=str(tmp_path / "never"))
    until(lambda: running.stage == "running")
    pid = engine.worker_pid
    waiting = engine.submit("double", values=[1])
    engine.stop()
    for ticket in (running, waiting):
        with pytest.raises(errors.EngineError):
            ticket.answer()
    assert not psutil.pid_exists(pid)


ORPHAN = """
from cnnlab.engine import Engine
engine = Engine("tests.engine.example_tasks")
engine.submit("double", values=[]).answer()
ticket = engine.submit("hang")
while ticket.state != "running":
    ticket.wait(0.01)
print(engine.worker_pid, flush=True)
ticket.wait()
"""


def test_a_worker_does_not_outlive_its_server():
    server = subprocess.Popen([sys.executable, "-c", ORPHAN], stdout=subprocess.PIPE, text=True)
    worker = psutil.Process(int(server.stdout.readline()))
    server.kill()
    server.wait()
    server.stdout.close()
    worker.wait(LONG)
    assert not worker.is_running()
