"""Whether a heat map can be trusted."""

import numpy as np

from cnnlab.core.requests import RandomizedMaps, RandomizeWeights, SeenThrough, WithoutPixels
from cnnlab.engine.context import Context, Tasks
from cnnlab.nets import catalog
from cnnlab.nets.faithfulness.masking import seen_through, without_pixels
from cnnlab.nets.faithfulness.randomizing import RandomizedExplainer


def mask(context: Context, request: WithoutPixels) -> np.ndarray:
    """A part of a curve; a request holds as many pictures as take less than a second."""
    with context.stage("loading"):
        model = catalog.load(request.model)
    with context.stage("running"):
        return without_pixels(
            model, request.picture, request.heat, request.class_index, request.kind, request.counts, context.progress
        )


def see_through(context: Context, request: SeenThrough) -> np.ndarray:
    """A single batch."""
    with context.stage("loading"):
        model = catalog.load(request.model)
    with context.stage("running"):
        return seen_through(model, request.picture, request.heats, request.class_index)


def randomize(context: Context, request: RandomizeWeights) -> RandomizedMaps:
    """Compiled once for each model, method and layer, on a copy; each task begins with the trained weights."""
    with context.stage("loading"):
        model = catalog.load(request.model)
    with context.stage("compiling"):
        key = ("randomized", request.method, request.layer)
        explain = catalog.cached(model, key, lambda: RandomizedExplainer(model, request.method, request.layer))
    with context.stage("running"):
        return explain(request.picture, request.class_index, request.seed, context.progress)


TASKS: Tasks = {WithoutPixels: mask, SeenThrough: see_through, RandomizeWeights: randomize}
