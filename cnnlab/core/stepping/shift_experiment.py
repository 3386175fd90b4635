"""How much the output of three ways to downsample changes when the input is shifted by a cell."""

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from cnnlab.core.stepping.inputs import small_input
from cnnlab.core.stepping.kernels import KERNELS
from cnnlab.core.stepping.shifting import Shifted, compare

FIELD = 16  # rows and columns of the input
OPERATIONS: dict[str, dict[str, Any]] = {
    "max": {"class_name": "MaxPooling2D", "config": {"pool_size": 2}},
    "average": {"class_name": "AveragePooling2D", "config": {"pool_size": 2}},
    "strides": {
        "class_name": "Conv2D",
        "config": {"filters": 1, "kernel_size": 3, "strides": 2, "padding": "same", "use_bias": False},
    },
}
SHIFT_INPUTS = ("photo", "dots", "numbers")


@dataclass(frozen=True)
class Experiment:
    """An input, the same input shifted, and the output of each operation for both."""

    before: np.ndarray  # (FIELD, FIELD)
    after: np.ndarray
    outputs: dict[str, Shifted]


def _plane(name: str) -> np.ndarray:
    """A larger plane that the input is cut from, so that real values move in at its borders; float64 (20, 20)."""
    if name == "dots":
        plane = np.zeros((FIELD + 4, FIELD + 4))
        for row, column in ((3, 4), (4, 13), (8, 9), (11, 4), (13, 14), (16, 8)):
            plane[row, column] = 1
        return plane
    return small_input(name, (FIELD + 4, FIELD + 4, 1))[..., 0]


@cache
def shift_experiment(name: str, down: int, across: int) -> Experiment:
    """Shift an input of SHIFT_INPUTS by up to two cells down and to the right, and compare the outputs.

    The strided convolution has a Sobel kernel, which weights every cell of its window differently.

    >>> found = shift_experiment("dots", 0, 1)
    >>> {name: int(output.changed.sum()) for name, output in found.outputs.items()}["max"] > 0
    True
    """
    plane = _plane(name)
    before = plane[2 : 2 + FIELD, 2 : 2 + FIELD]
    after = plane[2 - down : 2 - down + FIELD, 2 - across : 2 - across + FIELD]
    kernel = [KERNELS["sobel_x"].values()[..., None, None]]
    outputs = {
        operation: compare(layer, kernel if operation == "strides" else [], before, after)
        for operation, layer in OPERATIONS.items()
    }
    return Experiment(before, after, outputs)
