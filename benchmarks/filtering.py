"""A 7x7 filter over a photograph: the CPU time of one call, summed over all cores."""

import statistics
import time

import numpy as np

from benchmarks.table import Row
from cnnlab.core.pictures.filtering import filtered
from cnnlab.core.stepping.kernels import KERNELS

ROUNDS = 15


def measure() -> list[Row]:
    print("filtering ...", flush=True)
    random = np.random.default_rng(0)
    picture = random.integers(0, 256, (683, 1024, 3)).astype(np.uint8)
    line = _milliseconds(picture, KERNELS["vertical_line"].values(7))
    found = _milliseconds(picture, random.normal(size=(7, 7)))
    details = f"a 7x7 line filter {line:.1f} ms"
    return [Row("CPU time of a 7x7 filter over 1024x683 pixels", found, "ms", 100, details=details)]


def _milliseconds(picture: np.ndarray, kernel: np.ndarray) -> float:
    taken = []
    for _ in range(ROUNDS):
        started = time.process_time()
        filtered(picture, kernel)
        taken.append(1000 * (time.process_time() - started))
    return statistics.median(taken)
