"""The engine's tasks and a segmentation, for the worker that the benchmark starts."""

import numpy as np

from benchmarks.gpu.answers import last_output
from benchmarks.gpu.engine import Segment
from cnnlab.engine import tasks
from cnnlab.engine.context import Context, Tasks
from cnnlab.nets import catalog

describe_device = tasks.describe_device


def segment(context: Context, request: Segment) -> np.ndarray:
    """The compiled forward pass of a model that classifies pixels."""
    with context.stage("loading"):
        model = catalog.load(request.model)
    with context.stage("running"):
        run = catalog.cached(model, "segmentation", lambda: last_output(request.model))
        return run(request.picture[None])[0]


TASKS: Tasks = {**tasks.TASKS, Segment: tasks.with_cpu_fallback(segment)}
