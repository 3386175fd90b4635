"""Steps of gradient ascent, relative to the bare forward and backward passes of a network that ends at the layer."""

import os
import statistics
import time
from collections.abc import Callable

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

import keras
import tensorflow as tf

from benchmarks.table import Row
from cnnlab.core.filters import AscentSettings
from cnnlab.nets import catalog
from cnnlab.nets.filters import Climber

MODEL, ROUNDS, WARM_UP, STEPS, FILTERS = "efficientnet_lite0", 12, 2, 8, 12
SETTINGS = AscentSettings(size=224)
LAYERS = {"an early layer": "block2a_expand_relu", "a late layer": "block5c_expand_relu"}


def measure() -> list[Row]:
    print("climbing towards filters ...", flush=True)
    model = catalog.load(MODEL)
    rows = [_ascent(model, where, layer) for where, layer in LAYERS.items()]
    return [*rows, _traces(model)]


def _ascent(model: keras.Model, where: str, layer: str) -> Row:
    """A step of the ascent against a compiled function that does no more than the two passes."""
    part = keras.Model(model.inputs[0], model.get_layer(layer).output)

    @tf.function
    def bare(x: tf.Tensor) -> tf.Tensor:
        with tf.GradientTape(watch_accessed_variables=False) as tape:
            tape.watch(x)
            score = tf.reduce_mean(part(255 * x, training=False)[:, 2:-2, 2:-2, 7])
        return tape.gradient(score, x)

    climber, start = Climber(model, layer), SETTINGS.start()[None]
    picture = tf.constant(start)
    seconds = _in_turn(
        {
            "bare": lambda: [bare(picture).numpy() for _ in range(STEPS)],
            "step": lambda: climber.climb(start, [7], SETTINGS, range(16, 16 + STEPS)),
        }
    )
    details = (
        f"{1000 * seconds['step'] / STEPS:.1f} ms, the two passes {1000 * seconds['bare'] / STEPS:.1f} ms, 224 x 224"
    )
    title = f"a step of the ascent at {where}, relative to the bare forward and backward passes"
    return Row(title, seconds["step"] / seconds["bare"], "x", 1.1, False, details)


def _traces(model: keras.Model) -> Row:
    climber, start = Climber(model, LAYERS["an early layer"]), SETTINGS.start()[None]
    for index in range(FILTERS):
        climber.climb(start, [index], SETTINGS, range(16, 17))
    return Row(f"traces for {FILTERS} filters of a layer", climber.traces, "", 1, True)


def _in_turn(calls: dict[str, Callable[[], object]]) -> dict[str, float]:
    """The median seconds of each call; the calls alternate, so that other load on the machine affects all of them."""
    times: dict[str, list[float]] = {name: [] for name in calls}
    for at in range(ROUNDS + WARM_UP):
        for name, call in calls.items():
            started = time.perf_counter()
            call()
            if at >= WARM_UP:
                times[name].append(time.perf_counter() - started)
    return {name: statistics.median(seconds) for name, seconds in times.items()}
