"""Test figures of a trained model: accuracy, and the IoU of each class for segmentation."""

from collections.abc import Mapping

import keras
import numpy as np

from cnnlab.core.cards import ClassName, Measured
from cnnlab.core.segmentation import accuracy, confusion_matrix, mean_iou, overlaps
from cnnlab.train.examples import Examples, in_order

BATCH = 32


def confusion(model: keras.Model, examples: Examples, classes: int) -> np.ndarray:
    """The confusion matrix (classes, classes) of pictures or pixels; rows are true classes, columns predictions."""
    counts = np.zeros((classes, classes), np.int64)
    for pictures, targets in in_order(examples, BATCH):
        predicted = _predicted_classes(model.predict_on_batch(pictures))
        counts += confusion_matrix(targets.ravel(), predicted.ravel(), classes)
    return counts


def figures(
    model: keras.Model,
    task: str,
    test: Examples,
    classes: tuple[ClassName, ...],
    by: str,
    more: Mapping[str, Examples] | None = None,
) -> list[Measured]:
    """A card's figures: accuracy, or for segmentation pixel accuracy, the IoU of each class and their mean.

    A class that is neither in a mask nor predicted has no IoU and is left out. `more` are further test pictures of a
    classifier, by what is said after "test accuracy".
    """
    counts = confusion(model, test, len(classes))
    on = f"{test.count} test pictures"
    if task == "classification":
        found = {"test accuracy": accuracy(counts)}
        for name, examples in (more or {}).items():
            found[f"test accuracy {name}"] = accuracy(confusion(model, examples, len(classes)))
        return [Measured(figure=name, value=value, on=on, by=by) for name, value in found.items()]
    found = {"pixel accuracy": accuracy(counts)}
    by_class = zip(classes, overlaps(counts), strict=True)
    found |= {f"IoU of {name.en}": overlap.iou for name, overlap in by_class if overlap.iou is not None}
    found["mean IoU"] = mean_iou(counts)
    return [Measured(figure=name, value=value, on=f"{on} at the model's size", by=by) for name, value in found.items()]


def _predicted_classes(outputs: np.ndarray) -> np.ndarray:
    """Class indices: the most likely class; for a single unit, class 1 above one half."""
    outputs = np.asarray(outputs)
    return (outputs[..., 0] > 0.5).astype(np.int64) if outputs.shape[-1] == 1 else outputs.argmax(axis=-1)
