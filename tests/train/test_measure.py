"""Test figures, against numbers worked out by hand and against Keras's own metrics."""

import keras
import numpy as np
import pytest

from cnnlab.core.cards import ClassName
from cnnlab.train.examples import ArrayExamples
from cnnlab.train.measure import accuracy, confusion, figures, intersection_over_union

CLASSES = tuple(ClassName(en=name, ko=name) for name in ("pet", "background", "border"))


class Says:
    """A model that gives the same answers whatever it is shown."""

    def __init__(self, outputs):
        self.outputs = np.asarray(outputs, "float32")

    def predict_on_batch(self, pictures):
        return self.outputs


def shown(targets) -> ArrayExamples:
    targets = np.asarray(targets)
    return ArrayExamples(np.zeros((len(targets), 2, 2, 3), np.uint8), targets)


def test_one_unit_says_the_second_class_above_one_half():
    counts = confusion(Says([[0.5], [0.51], [0.9], [0.1]]), shown([[0.0], [1.0], [0.0], [1.0]]), 2)
    assert counts.tolist() == [[1, 1], [1, 1]]


def test_several_units_say_the_likeliest():
    counts = confusion(Says([[0.1, 0.7, 0.2], [0.5, 0.3, 0.2]]), shown([1, 2]), 3)
    assert counts.tolist() == [[0, 0, 0], [0, 1, 0], [1, 0, 0]]


def test_a_class_that_never_comes_has_no_overlap():
    assert intersection_over_union(np.array([[2, 0], [0, 0]])) == [1.0, 0.0]


def test_overlaps_agree_with_keras():
    random = np.random.default_rng(0)
    masks, outputs = random.integers(0, 3, (4, 8, 8)), random.uniform(size=(4, 8, 8, 3))
    counts = confusion(Says(outputs), shown(masks), 3)
    metric = keras.metrics.MeanIoU(3, sparse_y_pred=False)
    metric.update_state(masks, outputs)
    assert np.mean(intersection_over_union(counts)) == pytest.approx(float(metric.result()), abs=1e-6)
    assert accuracy(counts) == pytest.approx((outputs.argmax(-1) == masks).mean())


def test_segmentation_figures_name_each_class():
    found = figures(Says(np.eye(3)[[[[0, 1], [2, 1]]]]), "segmentation", shown([[[0, 1], [2, 2]]]), CLASSES, "command")
    assert {each.figure: each.value for each in found} == {
        "pixel accuracy": 0.75,
        "IoU of pet": 1.0,
        "IoU of background": 0.5,
        "IoU of border": 0.5,
        "mean IoU": pytest.approx(2 / 3),
    }
    assert {(each.on, each.by) for each in found} == {("1 test pictures at the model's size", "command")}
