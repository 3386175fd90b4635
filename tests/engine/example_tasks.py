"""Tasks for the tests of the engine: no Keras, so a worker starts in a moment. Some wait for a file to appear."""

import os
import random
import signal
import sys
import time
from pathlib import Path

import numpy as np

from cnnlab.core.errors import CnnLabError
from cnnlab.engine.worker import Context


def about() -> dict:
    return {
        "device": {
            "kind": "CPU",
            "name": "test",
            "memory": None,
            "precision": "float32",
            "cores": 1,
            "backend": "none",
            "keras": "none",
        }
    }


def double(context: Context, values: list) -> dict:
    return {"values": [2 * each for each in values]}


def echo(context: Context, array: np.ndarray) -> dict:
    return {"array": array}


def draw(context: Context) -> dict:
    return {"python": random.random(), "numpy": float(np.random.random())}


def census(context: Context) -> dict:
    return {"modules": sorted({name.split(".")[0] for name in sys.modules}), "main": sys.argv[0], "pid": os.getpid()}


def stages(context: Context) -> dict:
    for name in ("loading", "running"):
        with context.stage(name):
            for done in range(3):
                context.progress(done, 3)
    return {}


def steps_until(context: Context, file: str) -> dict:
    """Steps that end when the file appears, or when cancelled."""
    steps = 0
    with context.stage("running"):
        while not Path(file).exists():
            steps += 1
            context.progress(steps, 0)
            time.sleep(0.01)
    return {"steps": steps}


def hang(context: Context) -> dict:
    """Never ends and never looks whether it was cancelled."""
    while True:
        time.sleep(1)


def refuse(context: Context) -> dict:
    raise CnnLabError("A {kind} was expected.", kind="square")


def fail(context: Context) -> dict:
    raise RuntimeError("unforeseen")


def run_out_of_memory(context: Context, as_jax: bool = False) -> dict:
    if as_jax:
        raise RuntimeError("RESOURCE_EXHAUSTED: Out of memory allocating 9 bytes")
    raise MemoryError("no more")


def die(context: Context, stage: str) -> dict:
    with context.stage(stage):
        os.kill(os.getpid(), signal.SIGKILL)
    return {}


def die_while_answering(context: Context) -> dict:
    """An answer that kills the worker while it is written to the pipe."""

    class Fatal:
        def __reduce__(self):
            os.kill(os.getpid(), signal.SIGKILL)

    return {"array": np.zeros(1_000_000), "fatal": Fatal()}


def print_much(context: Context) -> dict:
    print("a library that prints to the standard output " * 100)
    os.write(1, b"and one that writes to its file descriptor\n")
    return {"printed": True}


TASKS = {
    each.__name__: each
    for each in (
        double,
        echo,
        draw,
        census,
        stages,
        steps_until,
        hang,
        refuse,
        fail,
        run_out_of_memory,
        die,
        die_while_answering,
        print_much,
    )
}
