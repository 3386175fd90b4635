"""A changed toggle on the Augmentation page: a 3x3 grid in one batched call, beside nine single calls."""

import statistics
import time
from collections.abc import Callable

import numpy as np

from benchmarks.table import Row
from cnnlab.core.augmentations import FIRST, layer_config
from cnnlab.core.pictures import sample, square
from cnnlab.engine import Engine

ROUNDS, SIZE, COUNT = 15, 320, 9


def measure() -> list[Row]:
    """What a page waits for, through the engine's door: the pictures sent, augmented by Keras, sent back."""
    print("augmentation ...", flush=True)
    layers = [layer_config(name) for name in FIRST]
    pictures = np.repeat(square(sample("cat"), "crop", SIZE).pixels[None], COUNT, axis=0)
    engine = Engine()
    try:
        batched = _milliseconds(lambda seed: _ask(engine, pictures, layers, seed))
        nine = _milliseconds(lambda seed: [_ask(engine, pictures[:1], layers, seed + each) for each in range(COUNT)])
    finally:
        engine.stop()
    claim = "flip, rotation and zoom of a 3x3 grid of 320-pixel pictures, as a page waits for it"
    return [Row(claim, batched, "ms", 300, beside=f"nine single calls {nine:.0f} ms")]


def _ask(engine: Engine, pictures: np.ndarray, layers: list[dict], seed: int) -> object:
    return engine.submit("augment", pictures=pictures, layers=layers, layers_seed=seed).answer()


def _milliseconds(run: Callable[[int], object]) -> float:
    run(0)
    taken = []
    for seed in range(ROUNDS):
        started = time.perf_counter()
        run(seed)
        taken.append(1000 * (time.perf_counter() - started))
    return statistics.median(taken)
