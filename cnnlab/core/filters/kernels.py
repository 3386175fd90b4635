"""The kernels of a network's first layer, which are small colour pictures themselves."""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import numpy as np

INITIAL = Path(__file__).parent / "sheets/initial_kernels.npz"  # made by scripts/initial_kernels.py


def first_kernels(by_layer: Mapping[str, Sequence[np.ndarray]]) -> np.ndarray | None:
    """The kernels (height, width, 3, filters) of the first layer that takes three colours; None without one.

    `by_layer` are a network's weights, as ReadWeights returns them.
    """
    weights = (array for arrays in by_layer.values() for array in arrays)
    return next((array for array in weights if array.ndim == 4 and array.shape[2] == 3), None)


@cache
def initial_kernels(model_id: str) -> np.ndarray | None:
    """The same kernels before the training; None where what the training started from is not known."""
    if not INITIAL.exists():
        return None
    with np.load(INITIAL) as found:
        return found[model_id] if model_id in found.files else None


def as_colours(kernels: np.ndarray) -> np.ndarray:
    """Kernels as pictures, uint8 (filters, height, width, 3): middle grey is 0, each scaled by its largest weight.

    >>> as_colours(np.array([[[[1.0], [0.0], [-1.0]]]])).tolist()
    [[[[255, 128, 0]]]]
    """
    pictures = np.moveaxis(kernels, -1, 0)
    largest = np.abs(pictures).max(axis=(1, 2, 3), keepdims=True)
    shares = 0.5 + 0.5 * np.divide(pictures, largest, out=np.zeros_like(pictures), where=largest > 0)
    colours: np.ndarray = np.floor(255 * shares + 0.5).astype(np.uint8)
    return colours


def mean_change(before: np.ndarray, after: np.ndarray) -> float:
    """The mean absolute change of the weights, as a share of their mean absolute value before.

    >>> mean_change(np.array([1.0, -3.0]), np.array([2.0, -3.0]))
    0.25
    """
    return float(np.abs(after - before).mean() / np.abs(before).mean())


def likeness(before: np.ndarray, after: np.ndarray) -> float:
    """Pearson's correlation of the weights before and after the training, all kernels together.

    >>> likeness(np.array([1.0, 2.0, 3.0]), np.array([2.0, 4.0, 6.0]))
    1.0
    """
    return round(float(np.corrcoef(before.ravel(), after.ravel())[0, 1]), 12)
