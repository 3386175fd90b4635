"""How long layers take on one map: compiled, in inference, after a first run that is not counted."""

import time
from collections.abc import Callable
from functools import lru_cache
from typing import Any

import keras
import numpy as np
from keras import ops

from cnnlab.core.layers.timed import MAPS, timed_layers
from cnnlab.core.requests import LayerTimes
from cnnlab.nets.gradients import compiled

BATCH, ROUNDS = 8, 15
Progress = Callable[[int, int], None]


def measure_times(side: int, channels: int, progress: Progress = lambda done, total: None) -> LayerTimes:
    """Time `timed_layers(channels)` on a batch of BATCH maps (side, side, channels) of random values.

    The layers take turns, ROUNDS times, so that whatever else the machine does in the meantime meets all of them.
    """
    layers = _layers(side, channels)
    maps = ops.convert_to_tensor(np.random.default_rng(0).random((BATCH, side, side, channels), np.float32))
    for run in layers.values():  # the first run compiles
        run(maps)
    seconds = np.zeros((len(layers), ROUNDS))
    for at in range(ROUNDS):
        progress(at, ROUNDS)
        for index, run in enumerate(layers.values()):
            started = time.perf_counter()
            run(maps)
            seconds[index, at] = time.perf_counter() - started
    return LayerTimes(tuple(layers), BATCH, seconds)


@lru_cache(maxsize=len(MAPS))
def _layers(side: int, channels: int) -> dict[str, Callable[[Any], float]]:
    return {name: _timed(config, side, channels) for name, config in timed_layers(channels).items()}


def forget_timed() -> None:
    """Drop the layers and what is compiled of them."""
    _layers.cache_clear()


def _timed(config: dict[str, Any], side: int, channels: int) -> Callable[[Any], float]:
    """A function that runs a layer and waits until it is done: for one value of its output, the last to be had."""
    layer = getattr(keras.layers, config["class_name"])(**config["config"])
    layer.build((BATCH, side, side, channels))

    def run(maps: Any) -> tuple[Any, Any]:
        output = layer(maps, training=False)
        return output, output[-1, -1, -1, -1]

    function = compiled(run)
    return lambda maps: float(ops.convert_to_numpy(function(maps)[1]))
