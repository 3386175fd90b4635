"""Whether a heat map can be trusted."""

import numpy as np
from numpy.typing import NDArray

from cnnlab.core.requests import RandomizedMaps, RandomizeWeights, SeenThrough, WithoutPixels
from cnnlab.engine.context import Context, Tasks
from cnnlab.nets import catalog
from cnnlab.nets.faithfulness.masking import seen_through, without_pixels
from cnnlab.nets.faithfulness.randomizing import RandomizedCopy, RandomizedExplainer


def mask(context: Context, request: WithoutPixels) -> NDArray[np.float32]:
    """A part of a curve; a request holds as many pictures as take less than a second."""
    with context.stage("loading"):
        model = catalog.load(request.model)
    with context.stage("running"):
        return without_pixels(
            model, request.picture, request.heat, request.class_index, request.kind, request.counts, context.progress
        )


def see_through(context: Context, request: SeenThrough) -> NDArray[np.float32]:
    """A batch or two: a map for each method that is compared."""
    with context.stage("loading"):
        model = catalog.load(request.model)
    with context.stage("running"):
        return seen_through(model, request.picture, request.heats, request.class_index)


def randomize(context: Context, request: RandomizeWeights) -> RandomizedMaps:
    """On one copy of each model, compiled once for each method and layer."""
    with context.stage("loading"):
        model = catalog.load(request.model)
    with context.stage("compiling"):
        copy = catalog.cached(model, "randomized", lambda: RandomizedCopy(model))
        explain = RandomizedExplainer(copy, request.method, request.layer)
    with context.stage("running"):
        return explain(request.picture, request.class_index, request.seed, context.progress, request.steps)


TASKS: Tasks = {WithoutPixels: mask, SeenThrough: see_through, RandomizeWeights: randomize}
