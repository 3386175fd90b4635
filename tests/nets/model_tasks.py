"""The engine's tasks, and a plain forward pass for the models that have no task."""

from dataclasses import dataclass

import numpy as np

from cnnlab.core.pictures import samples
from cnnlab.core.requests import FindExciting, MeasureDepth, MeasureTimes, Request
from cnnlab.engine import tasks
from cnnlab.engine.context import Context, Tasks
from cnnlab.engine.tasks import activations
from cnnlab.nets import catalog
from cnnlab.nets.measured import depth, times

describe_device = tasks.describe_device


@dataclass(frozen=True, eq=False)
class Forward(Request[float]):
    model: str
    picture: np.ndarray


def forward(context: Context, request: Forward) -> float:
    """The sum of all outputs."""
    return float(np.sum(catalog.load(request.model).predict_on_batch(request.picture[None].astype("float32"))))


def measure_little(context: Context, request: MeasureDepth) -> object:
    """Few layers and draws are enough for each of hundreds of tasks; this process measures nothing else."""
    depth.DRAWS, depth.LAYERS = 1, 4
    return tasks.TASKS[MeasureDepth](context, request)


def time_little(context: Context, request: MeasureTimes) -> object:
    """One run on one map."""
    times.ROUNDS, times.BATCH = 1, 1
    return tasks.TASKS[MeasureTimes](context, request)


def excite_little(context: Context, request: FindExciting) -> object:
    """Two photographs."""
    activations.samples = lambda: samples()[:2]
    return tasks.TASKS[FindExciting](context, request)


TASKS: Tasks = {
    **tasks.TASKS,
    Forward: forward,
    MeasureDepth: measure_little,
    MeasureTimes: time_little,
    FindExciting: excite_little,
}
