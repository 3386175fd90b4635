"""What a function does to numbers, found by trying: nothing, softmax, sigmoid, something linear, or something else."""

import math
from collections.abc import Callable, Iterable
from typing import Any, Literal

import numpy as np
from keras import ops

from cnnlab.core.cards.scores import sigmoid, softmax

Function = Callable[[Any], Any]
Effect = Literal["nothing", "softmax", "log_softmax", "sigmoid", "affine", "other"]
PROBES, NUMBERS, UNKNOWN_SIZE = 4, 64, 4  # pictures and numbers in a trial at least; the size of an axis that is open
TOLERANCE = {"float64": 1e-4, "float32": 1e-4, "float16": 1 / 64, "bfloat16": 1 / 64}  # of a probability, by type


def effect_of(function: Function, shape: tuple[int | None, ...] | None, dtype: str) -> Effect:
    """Run a function on random numbers (batch, ...) and name what it does to each picture's row of them.

    `shape` has open axes as None, the first one for the batch. A Flatten does nothing: the order is the same.

    >>> effect_of(ops.softmax, (None, 4), "float32"), effect_of(ops.tanh, (None, 4), "float32")
    ('softmax', 'other')
    """
    if shape is None or dtype not in TOLERANCE:
        return "other"
    first, second = trial(shape, 0), trial(shape, 1)
    try:
        found, other, between = (_row(function, values, dtype) for values in (first, second, (first + second) / 2))
    except Exception:  # what a layer of any kind raises for numbers that it does not expect
        return "other"
    rows = first.reshape(len(first), -1)
    expected: dict[Effect, np.ndarray] = {
        "nothing": rows,
        "softmax": softmax(rows),
        "log_softmax": np.log(softmax(rows)),
        "sigmoid": sigmoid(rows),
    }
    for effect, values in expected.items():
        if found.shape == values.shape and np.allclose(found, values, atol=TOLERANCE[dtype], rtol=TOLERANCE[dtype]):
            return effect
    size = 1 + np.abs(found).max()
    is_affine = found.shape == other.shape == between.shape and np.allclose(
        (found + other) / 2, between, atol=4 * size * TOLERANCE[dtype]
    )
    return "affine" if is_affine else "other"


def coarsest(tensors: Iterable[Any]) -> str:
    """Return the type of the tensors that keeps the fewest digits of a probability."""
    return max((str(tensor.dtype) for tensor in tensors), key=lambda dtype: TOLERANCE.get(dtype, 0))


def trial(shape: tuple[int | None, ...], seed: int) -> np.ndarray:
    """Return random numbers for a few pictures, float32, that 16 bits hold without rounding.

    Half of the pictures have numbers within 4 of 0, the others within 32, where other functions bend. There are many
    pictures where each has few numbers: one that bends at 0 only shows it on both sides.
    """
    known = [UNKNOWN_SIZE if size is None else size for size in shape[1:]]
    pictures = shape[0] or max(PROBES, NUMBERS // max(math.prod(known), 1))
    values: np.ndarray = np.random.default_rng(seed).integers(-64, 65, (pictures, *known)) / 16
    values[::2] *= 8
    return values.astype("float32")


def _row(function: Function, values: np.ndarray, dtype: str) -> np.ndarray:
    found = ops.cast(function(ops.convert_to_tensor(values, dtype=dtype)), "float32")
    row: np.ndarray = ops.convert_to_numpy(found).reshape(len(values), -1)
    return row
