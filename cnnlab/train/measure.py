"""Test figures of a trained model: accuracy, and the IoU of each class for segmentation."""

import keras
import numpy as np

from cnnlab.core.cards import ClassName, Measured
from cnnlab.train.examples import Examples, in_order

BATCH = 32


def confusion(model: keras.Model, examples: Examples, classes: int) -> np.ndarray:
    """The confusion matrix (classes, classes) of pictures or pixels; rows are true classes, columns predictions."""
    counts = np.zeros((classes, classes), np.int64)
    for pictures, targets in in_order(examples, BATCH):
        predicted = _predicted_classes(model.predict_on_batch(pictures))
        cells = classes * targets.astype(np.int64).ravel() + predicted.ravel()
        counts += np.bincount(cells, minlength=classes**2).reshape(classes, classes)
    return counts


def accuracy(counts: np.ndarray) -> float:
    """The proportion of correct predictions.

    >>> accuracy(np.array([[3, 1], [0, 4]]))
    0.875
    """
    return float(np.trace(counts) / counts.sum())


def intersection_over_union(counts: np.ndarray) -> list[float]:
    """The IoU of each class: its correctly predicted pixels, over all pixels that have it or are predicted as it.

    >>> intersection_over_union(np.array([[3, 1], [0, 4]]))
    [0.75, 0.8]
    """
    both = np.diag(counts)
    either = counts.sum(axis=0) + counts.sum(axis=1) - both
    return (both / np.maximum(either, 1)).tolist()


def figures(model: keras.Model, task: str, test: Examples, classes: tuple[ClassName, ...], by: str) -> list[Measured]:
    """A card's figures: accuracy, or for segmentation pixel accuracy, the IoU of each class and their mean."""
    counts = confusion(model, test, len(classes))
    on = f"{test.count} test pictures"
    if task == "classification":
        return [Measured(figure="test accuracy", value=accuracy(counts), on=on, by=by)]
    overlaps = intersection_over_union(counts)
    found = {"pixel accuracy": accuracy(counts)}
    found |= {f"IoU of {name.en}": value for name, value in zip(classes, overlaps, strict=True)}
    found["mean IoU"] = sum(overlaps) / len(overlaps)
    return [Measured(figure=name, value=value, on=f"{on} at the model's size", by=by) for name, value in found.items()]


def _predicted_classes(outputs: np.ndarray) -> np.ndarray:
    """Class indices: the most likely class; for a single unit, class 1 above one half."""
    outputs = np.asarray(outputs)
    return (outputs[..., 0] > 0.5).astype(np.int64) if outputs.shape[-1] == 1 else outputs.argmax(axis=-1)
