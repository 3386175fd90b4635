"""Tasks for the engine's tests, without Keras so that a worker starts quickly; some wait for a file to appear."""

import os
import signal
import sys
import time
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import numpy as np

from cnnlab.core.errors import CnnLabError
from cnnlab.core.requests import Device, Explain, Request, TrainHead
from cnnlab.engine.context import Context, Tasks


def describe_device() -> Device:
    return Device(kind="CPU", name="test", memory=None, precision="float32", cores=1, backend="none", keras="none")


@dataclass(frozen=True)
class Double(Request[list[int]]):
    values: list[int]


def double(context: Context, request: Double) -> list[int]:
    return [2 * value for value in request.values]


@dataclass(frozen=True, eq=False)
class Echo(Request[np.ndarray]):
    array: np.ndarray


def echo(context: Context, request: Echo) -> np.ndarray:
    return request.array


@dataclass(frozen=True)
class ProcessReport:
    modules: list[str]
    program: str
    pid: int


class ReportProcess(Request[ProcessReport]):
    pass


def report_process(context: Context, request: ReportProcess) -> ProcessReport:
    return ProcessReport(sorted({name.split(".")[0] for name in sys.modules}), sys.argv[0], os.getpid())


class Stages(Request[None]):
    pass


def stages(context: Context, request: Stages) -> None:
    for name in ("loading", "running"):
        with context.stage(name):
            for done in range(3):
                context.progress(done, 3)


@dataclass(frozen=True)
class StepUntil(Request[int]):
    file: str


def step_until(context: Context, request: StepUntil) -> int:
    """Step until the file appears or the task is cancelled."""
    steps = 0
    with context.stage("running"):
        while not Path(request.file).exists():
            steps += 1
            context.progress(steps, 0)
            time.sleep(0.01)
    return steps


class Hang(Request[None]):
    pass


def hang(context: Context, request: Hang) -> None:
    """Never end, and never check for cancellation."""
    while True:
        time.sleep(1)


class Refuse(Request[None]):
    pass


def refuse(context: Context, request: Refuse) -> None:
    raise CnnLabError("This is not a {kind}.", kind="square")


class Fail(Request[None]):
    pass


def fail(context: Context, request: Fail) -> None:
    raise RuntimeError("unforeseen")


@dataclass(frozen=True)
class RunOutOfMemory(Request[None]):
    as_jax: bool = False


def run_out_of_memory(context: Context, request: RunOutOfMemory) -> None:
    if request.as_jax:
        raise RuntimeError("RESOURCE_EXHAUSTED: Out of memory allocating 9 bytes")
    raise MemoryError("no more")


@dataclass(frozen=True)
class Die(Request[None]):
    stage: str


def die(context: Context, request: Die) -> None:
    with context.stage(request.stage):
        os.kill(os.getpid(), signal.SIGKILL)


class Fatal:
    """Kills the process that pickles it."""

    def __reduce__(self) -> Any:
        os.kill(os.getpid(), signal.SIGKILL)


class DieWhileAnswering(Request[Any]):
    pass


def die_while_answering(context: Context, request: DieWhileAnswering) -> tuple[np.ndarray, Fatal]:
    """Kill the worker while it writes the answer to the pipe."""
    return np.zeros(1_000_000), Fatal()


class Print(Request[bool]):
    pass


def print_much(context: Context, request: Print) -> bool:
    print("a library that prints to the standard output " * 100)
    os.write(1, b"and one that writes to its file descriptor\n")
    return True


class FallBack(Request[str]):
    pass


def fall_back(context: Context, request: FallBack) -> str:
    context.on_cpu = True
    return "from the CPU"


def how_many_before(context: Context, request: Explain | TrainHead) -> int:
    """How many such tasks this worker has run before."""
    return next(_runs)


_runs = count()


class Unknown(Request[None]):
    """A request without a task."""


TASKS: Tasks = {
    Double: double,
    Echo: echo,
    ReportProcess: report_process,
    Stages: stages,
    StepUntil: step_until,
    Hang: hang,
    Refuse: refuse,
    Fail: fail,
    RunOutOfMemory: run_out_of_memory,
    Die: die,
    DieWhileAnswering: die_while_answering,
    Print: print_much,
    FallBack: fall_back,
    Explain: how_many_before,
    TrainHead: how_many_before,
}
