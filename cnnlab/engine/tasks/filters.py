"""Gradient ascent towards a filter, and the ways to call a model."""

import keras

from cnnlab.core.errors import N_
from cnnlab.core.filters import AscentError
from cnnlab.core.requests import Ascend, Ascended, CallTimes, TimeCalls
from cnnlab.engine.context import Context, Tasks
from cnnlab.nets import catalog
from cnnlab.nets.call_times import time_calls
from cnnlab.nets.filters import Climber, kind_of
from cnnlab.nets.filters.runs import AscentRuns


def ascend(context: Context, request: Ascend) -> Ascended:
    """The steps that are not kept; compiled once for each layer and kind of ascent, for all filters."""
    if not 1 <= request.step <= request.settings.steps:
        raise AscentError(
            N_("The ascent has steps 1 to {steps}, and {step} is not among them."),
            steps=request.settings.steps,
            step=request.step,
        )
    with context.stage("loading"):
        model = catalog.load(request.model)
    _check_size(model, request)
    kind = kind_of(request.settings)
    with context.stage("compiling"):
        climber = catalog.cached(model, ("filters", request.layer, kind), lambda: Climber(model, request.layer, kind))
        climber.prepare(request.settings)
        runs = catalog.cached(model, "ascents", AscentRuns)
    with context.stage("running"):
        key = (request.model, request.layer, request.index, request.settings)
        return runs.run(climber, key, request.step, lambda step: context.progress(step, request.settings.steps))


def _check_size(model: keras.Model, request: Ascend) -> None:
    """A layer takes pictures of any size, but what makes scores of the last maps may not."""
    side = model.inputs[0].shape[1]
    if request.layer is None and side not in (None, request.settings.size):
        raise AscentError(
            N_("The classes need pictures of {side} × {side} pixels, not {size} × {size}. Set the size to {side}."),
            side=side,
            size=request.settings.size,
        )


def time_model(context: Context, request: TimeCalls) -> CallTimes:
    """Timed once for each model: each call of `predict` was measured to keep 16 kB for good."""
    with context.stage("loading"):
        model = catalog.load(request.model)
    with context.stage("running"):
        return catalog.cached(model, "call_times", lambda: time_calls(model, context.progress))


TASKS: Tasks = {Ascend: ascend, TimeCalls: time_model}
