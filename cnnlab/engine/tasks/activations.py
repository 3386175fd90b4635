"""Feature maps of a network's layers, what is measured of them, and the photographs that excite channels most."""

import time
from dataclasses import replace

from cnnlab.core.activations.exciting import COUNT
from cnnlab.core.pictures import sample, samples, square
from cnnlab.core.requests import ComputeMaps, Exciting, FindExciting, FoundMaps, LayerActivity, MeasureLayers
from cnnlab.engine.context import Context, Tasks
from cnnlab.nets import catalog
from cnnlab.nets.activity import Activity, first_kernels


def compute_maps(context: Context, request: ComputeMaps) -> FoundMaps:
    """All layers from one run, compiled once for each model; the milliseconds are without compiling."""
    with context.stage("loading"):
        model = catalog.load(request.model)
    with context.stage("compiling"):
        activity = catalog.cached(model, ("activity", request.layers), lambda: Activity(model, request.layers))
        activity.prepare(request.picture, request.layer)
    with context.stage("running"):
        started = time.perf_counter()
        found = activity(request.picture, request.layer)
        milliseconds = 1000 * (time.perf_counter() - started)
        return replace(found, kernels=first_kernels(model, request.convolution), milliseconds=milliseconds)


def measure_layers(context: Context, request: MeasureLayers) -> tuple[LayerActivity, ...]:
    """What is measured of all layers, from one run, compiled once for each model."""
    with context.stage("loading"):
        model = catalog.load(request.model)
    with context.stage("compiling"):
        activity = catalog.cached(model, ("activity", request.layers), lambda: Activity(model, request.layers))
        catalog.cached(model, ("measured", request.layers), lambda: len(activity.measure(request.picture)))
    with context.stage("running"):
        return activity.measure(request.picture)


def find_exciting(context: Context, request: FindExciting) -> tuple[Exciting, ...]:
    """All layers and all bundled photographs, one photograph after another."""
    with context.stage("loading"):
        model = catalog.load(request.model)
    with context.stage("running"):
        activity = catalog.cached(model, ("activity", request.layers), lambda: Activity(model, request.layers))
        size = model.inputs[0].shape[1]
        pictures = [square(sample(photograph.id), "crop", size).pixels for photograph in samples()]
        return activity.exciting(pictures, COUNT, context.progress)


TASKS: Tasks = {ComputeMaps: compute_maps, MeasureLayers: measure_layers, FindExciting: find_exciting}
