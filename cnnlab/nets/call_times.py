"""How long one picture takes by the three ways to call a model."""

import statistics
import time
from collections.abc import Callable

import keras
import numpy as np
from keras import ops

from cnnlab.core.requests import CallTimes
from cnnlab.nets.gradients import compiled
from cnnlab.nets.graph import Graph

ROUNDS = 7


def time_calls(model: keras.Model, check: Callable[[int, int], object] = lambda done, total: None) -> CallTimes:
    """Time `predict(x)`, `model(x, training=False)` and a compiled call, in turns, for one picture.

    Each has one round before that is not counted: in it Keras compiles what `predict` runs, and the compiled call is
    traced. `check(done, total)` is called between calls, and may raise.
    """
    picture = np.random.default_rng(0).uniform(0, 255, (1, *model.inputs[0].shape[1:])).astype("float32")
    run = compiled(lambda x: model(x, training=False))
    ways: dict[str, Callable[[], np.ndarray]] = {
        "predict": lambda: model.predict(picture, verbose=0),
        "call": lambda: ops.convert_to_numpy(model(picture, training=False)),
        "compiled": lambda: ops.convert_to_numpy(run(picture)),
    }
    times: dict[str, list[float]] = {name: [] for name in ways}
    outputs: dict[str, np.ndarray] = {}
    for at in range(ROUNDS + 1):
        for place, (name, way) in enumerate(ways.items()):
            check(at * len(ways) + place, (ROUNDS + 1) * len(ways))
            started = time.perf_counter()
            outputs[name] = way()
            if at:
                times[name].append(1000 * (time.perf_counter() - started))
    spread = max(float(np.abs(outputs["call"] - other).max()) for other in outputs.values())
    medians = {name: statistics.median(values) for name, values in times.items()}
    return CallTimes(**medians, parts=len(Graph(model).steps), largest_difference=spread)
