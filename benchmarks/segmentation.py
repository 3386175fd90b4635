"""Segmentation of a photograph of 640 x 480 and of many, relative to the compiled forward pass."""

import os
import statistics
import time
from collections.abc import Callable

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

import numpy as np
import tensorflow as tf
from PIL import Image

from benchmarks.table import Row
from cnnlab.core.pictures import sample
from cnnlab.core.requests import SegmentPicture, SegmentPictures
from cnnlab.engine import Engine
from cnnlab.nets import catalog
from cnnlab.nets.segmentation import segment

MODEL, ROUNDS, WARM_UP, MANY = "pets_unet", 40, 3, 16


def measure() -> list[Row]:
    print("segmenting ...", flush=True)
    picture = np.asarray(Image.fromarray(sample("cat")).resize((640, 480), Image.Resampling.BILINEAR))
    model = catalog.load(MODEL)
    run = tf.function(lambda pictures: model(pictures, training=False))
    stretched = np.asarray(Image.fromarray(picture).resize((256, 256)), "float32")[None]
    engine = Engine()
    try:
        one, many = SegmentPicture(MODEL, picture), SegmentPictures(MODEL, (picture,) * MANY, ("",) * MANY)
        seconds = _in_turn(
            {
                "forward": lambda: np.array(run(stretched)),
                "engine": lambda: engine.submit(one).result(),
                "segment": lambda: segment(model, picture),
            },
            ROUNDS,
        )
        batches = _in_turn(
            {
                "one by one": lambda: [engine.submit(one).result() for _ in range(MANY)],
                "batch": lambda: engine.submit(many).result(),
            },
            ROUNDS // 8,
        )
    finally:
        engine.stop()
    details = f"{1000 * seconds['engine']:.1f} ms, forward pass {1000 * seconds['forward']:.1f} ms"
    ratio, own_size = (seconds[name] / seconds["forward"] for name in ("engine", "segment"))
    share = batches["batch"] / batches["one by one"]
    each = f"{1000 * batches['batch'] / MANY:.1f} ms a picture"
    return [
        Row(
            "segmentation of 640 x 480 through the engine, relative to the forward pass",
            ratio,
            "x",
            1.5,
            False,
            details,
        ),
        Row("`segment` of 640 x 480 at its own size, relative to the forward pass", own_size, "x", 1.5),
        Row(f"segmentation of {MANY} pictures in a batch, relative to one by one", share, "x", 1, False, each),
    ]


def _in_turn(calls: dict[str, Callable], rounds: int) -> dict[str, float]:
    """The median seconds of each call; the calls alternate, so that other load on the machine affects all of them."""
    times: dict[str, list[float]] = {name: [] for name in calls}
    for at in range(rounds + WARM_UP):
        for name, call in calls.items():
            started = time.perf_counter()
            call()
            if at >= WARM_UP:
                times[name].append(time.perf_counter() - started)
    return {name: statistics.median(seconds) for name, seconds in times.items()}
