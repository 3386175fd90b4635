"""What a trained model is worth on pictures that it has not seen."""

import keras
import numpy as np

from cnnlab.core.cards import ClassName, Measured
from cnnlab.train.examples import Examples, in_order

BATCH = 32


def confusion(model: keras.Model, examples: Examples, classes: int) -> np.ndarray:
    """(classes, classes) counts of pictures or pixels: rows what it is, columns what the model says."""
    counts = np.zeros((classes, classes), np.int64)
    for pictures, targets in in_order(examples, BATCH):
        said = _decide(model.predict_on_batch(pictures))
        cells = classes * targets.astype(np.int64).ravel() + said.ravel()
        counts += np.bincount(cells, minlength=classes**2).reshape(classes, classes)
    return counts


def accuracy(counts: np.ndarray) -> float:
    """The share that is right.

    >>> accuracy(np.array([[3, 1], [0, 4]]))
    0.875
    """
    return float(np.trace(counts) / counts.sum())


def intersection_over_union(counts: np.ndarray) -> list[float]:
    """For each class, the pixels that are it and are said to be it, over those that are either.

    >>> intersection_over_union(np.array([[3, 1], [0, 4]]))
    [0.75, 0.8]
    """
    both = np.diag(counts)
    either = counts.sum(axis=0) + counts.sum(axis=1) - both
    return [float(each) for each in both / np.maximum(either, 1)]


def figures(model: keras.Model, task: str, test: Examples, classes: tuple[ClassName, ...], by: str) -> list[Measured]:
    """The figures of a card: accuracy, or pixel accuracy and the IoU of each class with their mean."""
    counts = confusion(model, test, len(classes))
    on = f"{test.count} test pictures"
    if task == "classification":
        return [Measured(figure="test accuracy", value=accuracy(counts), on=on, by=by)]
    overlaps = intersection_over_union(counts)
    found = {"pixel accuracy": accuracy(counts)}
    found |= {f"IoU of {name.en}": value for name, value in zip(classes, overlaps, strict=True)}
    found["mean IoU"] = sum(overlaps) / len(overlaps)
    return [Measured(figure=name, value=value, on=f"{on} at the model's size", by=by) for name, value in found.items()]


def _decide(outputs: np.ndarray) -> np.ndarray:
    """Class numbers: the likeliest one, or dog above one half where there is one unit."""
    outputs = np.asarray(outputs)
    return (outputs[..., 0] > 0.5).astype(np.int64) if outputs.shape[-1] == 1 else outputs.argmax(axis=-1)
