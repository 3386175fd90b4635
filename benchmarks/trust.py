"""RISE's deletion and insertion of one map, compared with their forward passes; all measures of the page together."""

import os
import time
from collections.abc import Callable
from functools import partial

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

import numpy as np
import tensorflow as tf

from benchmarks.table import Row
from cnnlab.core.heat_map_scores import centred_blob, points, random_map
from cnnlab.core.pictures import sample, square
from cnnlab.nets import catalog
from cnnlab.nets.faithfulness import over_photographs
from cnnlab.nets.faithfulness.masking import BATCH, without_pixels
from cnnlab.nets.faithfulness.randomizing import RandomizedCopy, RandomizedExplainer
from cnnlab.nets.grad_cam import GradCAM
from cnnlab.ui.lessons.grad_cam.trust_jobs import FEWER, KINDS

SIDE, CLASS, ROUNDS = 224, 285, 3


def measure() -> list[Row]:
    if over_photographs.outdated():
        print("methods over the photographs ...", flush=True)
        over_photographs.main()
    print("deletion and insertion ...", flush=True)
    model = catalog.load("efficientnet_lite0")
    picture = square(sample("cat"), "crop", SIDE).pixels
    run = tf.function(lambda pictures: model(pictures, training=False))
    heat = GradCAM(model)(picture[None], CLASS)[0]
    randomized = RandomizedExplainer(RandomizedCopy(model))
    counts, few = points(SIDE * SIDE, SIDE), points(SIDE * SIDE, FEWER * SIDE)
    batch, batches = np.zeros((BATCH, SIDE, SIDE, 3), np.float32), -(-len(counts) // BATCH)

    def curves(values: np.ndarray, at: list[int]) -> None:
        for kind in KINDS:
            without_pixels(model, picture, values, CLASS, kind, at)

    def forward() -> None:
        for _batch in range(len(KINDS) * batches):
            np.array(run(batch))

    for warm_up in (forward, lambda: curves(heat, few), lambda: randomized(picture, CLASS, 0)):
        warm_up()
    turns = [(_seconds(forward), _seconds(partial(curves, heat, counts))) for _turn in range(ROUNDS)]
    passes, own = (min(seconds) for seconds in zip(*turns, strict=True))
    others = sum(_seconds(partial(curves, values, few)) for values in (random_map(7, 7), centred_blob(SIDE)))
    weights = _seconds(lambda: randomized(picture, CLASS, 0))
    details = f"{len(KINDS) * len(counts)} pictures in batches of {BATCH}"
    together = f"this map {own:.1f} s, two baselines {others:.1f} s, random weights {weights:.1f} s"
    return [
        Row(
            "deletion and insertion of one map, relative to the forward passes", own / passes, "x", 1.3, details=details
        ),
        Row("deletion and insertion of one map", own, "s", 5, details=details),
        Row("all measures of a map and its baselines", own + others + weights, "s", 15, details=together),
    ]


def _seconds(call: Callable[[], object]) -> float:
    started = time.perf_counter()
    call()
    return time.perf_counter() - started
