"""The engine's client: order, queue, cancellation, and every way in which a worker can end.

One file, because the engine and the helpers are shared.
"""

import os
import pickle
import signal
import subprocess
import sys
import threading

import numpy as np
import psutil
import pytest

from cnnlab.core.requests import Explain, TrainHead
from cnnlab.core.transfer import HeadSettings
from cnnlab.engine import Engine, errors
from cnnlab.engine.process import WorkerProcess
from cnnlab.engine.ticket import STARTING
from tests.engine.example_tasks import (
    Die,
    DieWhileAnswering,
    Double,
    Echo,
    Fail,
    FallBack,
    Hang,
    Print,
    Refuse,
    ReportProcess,
    RunOutOfMemory,
    Stages,
    StepUntil,
    Unknown,
)

TASKS = "tests.engine.example_tasks"
LONG = 30.0  # a limit that no test reaches unless something hangs


@pytest.fixture(scope="module")
def engine():
    engine = Engine(TASKS)
    yield engine
    engine.stop()


@pytest.fixture
def own_engine():
    """A separate engine, for tests that end or count its workers."""
    engine = Engine(TASKS)
    yield engine
    engine.stop()


def until(condition) -> None:
    """Wait until the condition holds; fail after LONG seconds."""
    waiter = threading.Event()
    for _ in range(int(LONG / 0.01)):
        if condition():
            return
        waiter.wait(0.01)
    raise AssertionError("the condition was never met")


def pid_of(engine: Engine) -> int:
    return engine.submit(ReportProcess()).result().value.pid


def assert_works(engine: Engine) -> None:
    assert engine.submit(Double([1])).result().value == [2]


def test_arrays_come_back_unchanged(engine):
    array = np.arange(12, dtype=np.float32).reshape(3, 4)
    back = engine.submit(Echo(array)).result().value
    assert back.dtype == array.dtype
    assert np.array_equal(back, array)


def test_the_worker_is_a_separate_program(engine):
    report = engine.submit(ReportProcess()).result().value
    assert report.program.endswith("cnnlab/engine/worker.py")
    assert report.pid != os.getpid()
    assert "streamlit" not in report.modules
    assert "pytest" not in report.modules


def test_the_output_of_a_library_does_not_corrupt_the_messages(engine):
    assert engine.submit(Print()).result().value is True


def test_stages_are_reported_and_timed(engine):
    ticket = engine.submit(Stages())
    result = ticket.result()
    assert list(result.seconds) == ["loading", "running"]
    assert ticket.stage == "running"
    assert ticket.progress == (2, 3)
    assert engine.last_seconds[Stages] == result.seconds


def test_a_result_says_whether_it_comes_from_the_cpu_instead_of_the_gpu(engine):
    assert not engine.submit(Double([1])).result().on_cpu
    result = engine.submit(FallBack()).result()
    assert (result.value, result.on_cpu) == ("from the CPU", True)


def test_a_failed_task_keeps_its_message_and_the_worker(engine):
    before = pid_of(engine)
    with pytest.raises(errors.TaskFailed, match="This is not a square") as caught:
        engine.submit(Refuse()).result()
    assert caught.value.template == "This is not a {kind}."
    with pytest.raises(errors.TaskFailed, match="RuntimeError: unforeseen"):
        engine.submit(Fail()).result()
    with pytest.raises(errors.TaskFailed, match=r"has no task for the request Unknown\. It knows Double, Echo"):
        engine.submit(Unknown()).result()
    assert pid_of(engine) == before


def test_tasks_run_in_order_and_their_tickets_know_the_position(engine, tmp_path):
    go = tmp_path / "go"
    running = engine.submit(StepUntil(str(go)))
    until(lambda: running.stage == "running")
    waiting = [engine.submit(Double([value])) for value in range(3)]
    assert [ticket.position for ticket in (running, *waiting)] == [0, 1, 2, 3]
    waiting[1].cancel()
    assert [ticket.position for ticket in (waiting[0], waiting[2])] == [1, 2]
    go.touch()
    assert waiting[0].result().value == [0]
    assert waiting[2].result().value == [4]
    with pytest.raises(errors.TaskCancelled):
        waiting[1].result()


def test_ten_heads_that_wait_for_training_let_grad_cam_go_first(own_engine, tmp_path):
    go = tmp_path / "go"
    running = own_engine.submit(StepUntil(str(go)))
    until(lambda: running.stage == "running")
    heads = [own_engine.submit(TrainHead(HeadSettings(seed=seed), 1)) for seed in range(10)]
    maps = [own_engine.submit(Explain("digits", np.zeros((28, 28, 1)))) for _ in range(2)]
    last = own_engine.submit(TrainHead(HeadSettings(), 1))
    assert [ticket.position for ticket in maps] == [1, 2]
    assert [ticket.position for ticket in (*heads, last)] == list(range(3, 14))
    assert own_engine.status().waiting == 13
    go.touch()
    assert [ticket.result().value for ticket in (*maps, *heads, last)] == list(range(13))


def test_a_head_that_has_waited_long_enough_runs_after_the_next_map(tmp_path):
    """So it ends while a class keeps asking for maps, and a map waits for one head at most."""
    engine = Engine(TASKS, patience=0.0)
    go = tmp_path / "go"
    running = engine.submit(StepUntil(str(go)))
    until(lambda: running.stage == "running")
    heads = [engine.submit(TrainHead(HeadSettings(seed=seed), 1)) for seed in range(2)]
    maps = [engine.submit(Explain("digits", np.zeros((28, 28, 1)))) for _ in range(3)]
    go.touch()
    served = [heads[0], maps[0], heads[1], maps[1], maps[2]]
    assert [ticket.result().value for ticket in served] == list(range(5))
    engine.stop()


def test_a_full_queue_is_an_error(tmp_path):
    engine = Engine(TASKS, queue_size=1)
    running = engine.submit(StepUntil(str(tmp_path / "go")))
    until(lambda: running.stage == "running")
    engine.submit(Double([]))
    with pytest.raises(errors.EngineBusy, match="The queue is full: all 1 places are taken"):
        engine.submit(Double([]))
    engine.stop()


def test_a_queue_full_of_heads_has_a_place_for_grad_cam(tmp_path):
    """It would run before them; a further head would not."""
    engine = Engine(TASKS, queue_size=1)
    running = engine.submit(StepUntil(str(tmp_path / "go")))
    until(lambda: running.stage == "running")
    head = engine.submit(TrainHead(HeadSettings(), 1))
    maps = engine.submit(Explain("digits", np.zeros((28, 28, 1))))
    assert [ticket.position for ticket in (maps, head)] == [1, 2]
    for request in (TrainHead(HeadSettings(), 1), Explain("digits", np.zeros((28, 28, 1)))):
        with pytest.raises(errors.EngineBusy):
            engine.submit(request)
    engine.stop()


def test_cancelling_stops_the_task_but_not_the_worker(engine, tmp_path):
    before = pid_of(engine)
    ticket = engine.submit(StepUntil(str(tmp_path / "never")))
    until(lambda: ticket.stage == "running")
    ticket.cancel()
    with pytest.raises(errors.TaskCancelled):
        ticket.result()
    assert pid_of(engine) == before


def test_cancelling_an_ended_task_changes_nothing(engine):
    ticket = engine.submit(Double([1]))
    ticket.result()
    ticket.cancel()
    assert ticket.result().value == [2]


def test_a_task_cancelled_while_the_worker_starts_never_runs(monkeypatch):
    """The worker is sent neither the task nor the cancellation."""
    sent = []
    monkeypatch.setattr(WorkerProcess, "send", lambda worker, *message: sent.append(message))
    engine = Engine("tests.engine.never_ready", start_limit=LONG)
    ticket = engine.submit(Double([1]))
    until(lambda: engine.worker_pid is not None)
    assert ticket.state == STARTING
    ticket.cancel()
    with pytest.raises(errors.TaskCancelled):
        ticket.result()
    engine.stop()
    assert sent == []


def test_a_task_over_its_time_limit_ends_the_worker(own_engine):
    before = pid_of(own_engine)
    with pytest.raises(errors.TaskTimeout, match="the engine was restarted"):
        own_engine.submit(Hang(), limit=0.2).result()
    assert pid_of(own_engine) != before
    assert not psutil.pid_exists(before)
    assert own_engine.status().replaced == 1


def test_a_cancelled_task_that_never_checks_is_ended_at_its_time_limit(own_engine):
    ticket = own_engine.submit(Hang(), limit=0.5)
    until(lambda: own_engine.status().state == "working")
    ticket.cancel()
    assert_works(own_engine)


@pytest.mark.parametrize("stage", ["loading", "compiling", "running"])
def test_a_worker_killed_in_a_stage_is_replaced(own_engine, stage):
    with pytest.raises(errors.EngineDied, match="exit code -9"):
        own_engine.submit(Die(stage)).result()
    assert_works(own_engine)


def test_a_worker_killed_while_it_answers_is_replaced(own_engine):
    with pytest.raises(errors.EngineDied):
        own_engine.submit(DieWhileAnswering()).result()
    assert_works(own_engine)


def test_a_worker_killed_while_idle_is_replaced_without_an_error(own_engine):
    os.kill(pid_of(own_engine), signal.SIGKILL)
    until(lambda: own_engine.worker_pid is None)
    assert_works(own_engine)


def test_a_worker_that_dies_during_startup_is_an_error():
    engine = Engine("tests.engine.dies_at_start")
    with pytest.raises(errors.EngineNotStarted, match=r"did not start.*exit code -9"):
        engine.submit(Double([1])).result()
    engine.stop()


def test_a_worker_that_never_becomes_ready_is_ended():
    engine = Engine("tests.engine.never_ready", start_limit=0.5)
    with pytest.raises(errors.EngineNotStarted, match="no response"):
        engine.submit(Double([1])).result()
    assert engine.worker_pid is None
    engine.stop()


@pytest.mark.parametrize(("as_jax", "text"), [(False, "MemoryError: no more"), (True, "RESOURCE_EXHAUSTED: Out of")])
def test_out_of_memory_ends_the_worker_and_is_reported(own_engine, as_jax, text):
    with pytest.raises(errors.OutOfMemory, match=text):
        own_engine.submit(RunOutOfMemory(as_jax)).result()
    assert own_engine.status().replaced == 1
    assert_works(own_engine)


def test_a_request_that_cannot_be_pickled_is_an_error(own_engine, capfd):
    ticket = own_engine.submit(Echo(lambda: "a local function cannot be pickled"))
    assert ticket.wait(LONG)
    with pytest.raises(errors.TaskFailed, match=r"could not run the task \(.*lambda"):
        ticket.result()
    assert "Traceback" in capfd.readouterr().err
    assert_works(own_engine)


def test_a_request_that_cannot_be_pickled_does_not_corrupt_the_messages():
    worker = WorkerProcess(TASKS)
    worker.wait_until_ready(LONG)
    with pytest.raises((AttributeError, pickle.PicklingError), match="lambda"):
        worker.send("task", 1, Echo((np.zeros(1_000_000), lambda: None)))
    worker.send("task", 2, Echo(["again", "again"]))  # a repeated object is pickled as a reference
    assert worker.receive(LONG) == ("done", 2, ["again", "again"], {}, False)
    worker.end()


def test_a_worker_that_the_system_cannot_start_is_an_error(own_engine, monkeypatch):
    def refused(*arguments, **options):
        raise OSError("no more processes")

    with monkeypatch.context() as patched:
        patched.setattr(subprocess, "Popen", refused)
        ticket = own_engine.submit(Double([1]))
        assert ticket.wait(LONG)
    with pytest.raises(errors.TaskFailed, match=r"could not run the task \(OSError: no more processes\)"):
        ticket.result()
    assert_works(own_engine)


def test_one_visitors_error_does_not_affect_the_next(own_engine):
    tickets = [own_engine.submit(request) for request in (Fail(), RunOutOfMemory(), Refuse(), Die("running"))]
    last = own_engine.submit(Double([5]))
    for ticket in tickets:
        with pytest.raises(errors.EngineError):
            ticket.result()
    assert last.result().value == [10]


def test_the_engine_starts_with_the_first_task_and_ends_its_tasks_when_it_stops(tmp_path):
    engine = Engine(TASKS)
    assert engine.status().state == "not started"
    assert engine.status().device is None
    assert engine.worker_pid is None
    running = engine.submit(StepUntil(str(tmp_path / "never")))
    until(lambda: running.stage == "running")
    assert engine.status().device.name == "test"
    pid = engine.worker_pid
    waiting = engine.submit(Double([1]))
    engine.stop()
    for ticket in (running, waiting):
        with pytest.raises(errors.EngineError):
            ticket.result()
    assert not psutil.pid_exists(pid)


ORPHAN = """
from cnnlab.engine import Engine
from tests.engine.example_tasks import Double, Hang
engine = Engine("tests.engine.example_tasks")
engine.submit(Double([])).result()
ticket = engine.submit(Hang())
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
