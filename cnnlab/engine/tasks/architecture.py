"""What is measured about networks: gradients by depth, batch statistics, and effective receptive fields."""

import numpy as np

from cnnlab.core.pictures import sample, samples, square
from cnnlab.core.requests import (
    BatchStatistics,
    EffectiveField,
    FindEffectiveFields,
    LayerTimes,
    MeasureDepth,
    MeasureTimes,
    NormalizeBatches,
    SizesByDepth,
)
from cnnlab.engine.context import Context, Tasks
from cnnlab.nets import catalog
from cnnlab.nets.measured.depth import measure_depth
from cnnlab.nets.measured.effective_field import EffectiveFields
from cnnlab.nets.measured.normalizing import normalize_batches
from cnnlab.nets.measured.times import measure_times

PICTURES, SIDE = 8, 16  # of the bundled photographs, for the gradients by depth


def measure(context: Context, request: MeasureDepth) -> SizesByDepth:
    """Compiled once for each kind of network."""
    names = [photograph.id for photograph in samples()[:PICTURES]]
    pictures = np.stack([square(sample(name), "crop", SIDE).pixels for name in names])
    with context.stage("running"):
        return measure_depth(pictures, request, context.progress)


def time_layers(context: Context, request: MeasureTimes) -> LayerTimes:
    """Compiled once for each size of the map."""
    with context.stage("running"):
        return measure_times(request.side, request.channels, context.progress)


def normalize(context: Context, request: NormalizeBatches) -> BatchStatistics:
    """A layer of its own for each visitor's momentum and batches."""
    with context.stage("running"):
        return normalize_batches(request.batches, request.momentum)


def find_fields(context: Context, request: FindEffectiveFields) -> tuple[EffectiveField, ...]:
    """Compiled once for each model and choice of layers."""
    with context.stage("loading"):
        model = catalog.load(request.model)
    with context.stage("running"):
        fields = catalog.cached(
            model, ("effective fields", request.layers), lambda: EffectiveFields(model, request.layers)
        )
        return fields(request.pictures, context.progress)


TASKS: Tasks = {
    MeasureDepth: measure,
    MeasureTimes: time_layers,
    NormalizeBatches: normalize,
    FindEffectiveFields: find_fields,
}
