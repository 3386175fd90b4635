"""How long Grad-CAM waits while five visitors train heads: `python -m benchmarks.waiting`, or `make bench`."""

import statistics
import threading
import time
from itertools import count

import numpy as np

from benchmarks.table import Row, as_markdown
from cnnlab.core.pictures import sample, square
from cnnlab.core.requests import Explain, ProjectFeatures, TrainHead
from cnnlab.core.transfer import HeadSettings
from cnnlab.engine import Engine
from cnnlab.engine.errors import TaskCancelled

TRAININGS, SECONDS = 5, 30
START = 5  # requests, while the trainings start
MODEL, LAYER = "efficientnet_lite0", "head_relu"


def measure() -> list[Row]:
    """Ask for Grad-CAM every second while heads are trained on 2,000 pictures, an epoch a request."""
    print("waiting beside trainings ...", flush=True)
    engine, stopped = Engine(), threading.Event()
    try:
        _explain(engine, 0)
        trainings = [threading.Thread(target=_train, args=(engine, seed, stopped)) for seed in range(TRAININGS)]
        for training in trainings:
            training.start()
        waited = [_every_second(engine, number, time.monotonic()) for number in range(1, SECONDS + 1)]
        stopped.set()
        for training in trainings:
            training.join()
    finally:
        stopped.set()
        engine.stop()
    p95 = float(np.percentile(waited, 95))
    first, later = max(waited[:START]), max(waited[START:])
    details = f"median {statistics.median(waited):.2f} s; most {first:.2f} s of the first {START}, then {later:.2f} s"
    return [Row(f"Grad-CAM waits beside {TRAININGS} trainings, 95th percentile", p95, "s", 1.0, details=details)]


def _every_second(engine: Engine, number: int, started: float) -> float:
    seconds = _explain(engine, number)
    time.sleep(max(0.0, started + 1 - time.monotonic()))
    return seconds


def _explain(engine: Engine, number: int) -> float:
    """The seconds until the answer about a picture that was not asked about before."""
    picture = np.roll(square(sample("cat"), "crop", 224).pixels, number, axis=1)
    started = time.monotonic()
    engine.submit(Explain(MODEL, picture, LAYER)).result()
    return time.monotonic() - started


def _train(engine: Engine, seed: int, stopped: threading.Event) -> None:
    """Train one head after the other, as a page does, until stopped."""
    try:
        engine.submit(ProjectFeatures()).result()
        for run in count():
            settings = HeadSettings(seed=TRAININGS * run + seed)
            for epoch in range(1, settings.epochs + 1):
                if stopped.is_set():
                    return
                engine.submit(TrainHead(settings, epoch)).result()
    except TaskCancelled:
        return


if __name__ == "__main__":
    print(as_markdown(measure()))
