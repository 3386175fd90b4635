"""Test figures, against results computed by hand and against Keras's own metrics."""

import keras
import numpy as np
import pytest

from cnnlab.core.cards import ClassName
from cnnlab.core.segmentation import accuracy, mean_iou
from cnnlab.train.examples import ArrayExamples
from cnnlab.train.measure import confusion, figures

CLASSES = tuple(ClassName(en=name, ko=name) for name in ("pet", "background", "border"))


class FixedModel:
    """A model that always returns the same outputs."""

    def __init__(self, outputs):
        self.outputs = np.asarray(outputs, "float32")

    def predict_on_batch(self, pictures):
        return self.outputs


def examples_with(targets) -> ArrayExamples:
    targets = np.asarray(targets)
    return ArrayExamples(np.zeros((len(targets), 2, 2, 3), np.uint8), targets)


def test_one_unit_predicts_the_second_class_above_one_half():
    counts = confusion(FixedModel([[0.5], [0.51], [0.9], [0.1]]), examples_with([[0.0], [1.0], [0.0], [1.0]]), 2)
    assert counts.tolist() == [[1, 1], [1, 1]]


def test_several_units_predict_the_most_likely_class():
    counts = confusion(FixedModel([[0.1, 0.7, 0.2], [0.5, 0.3, 0.2]]), examples_with([1, 2]), 3)
    assert counts.tolist() == [[0, 0, 0], [0, 1, 0], [1, 0, 0]]


def test_an_absent_class_has_no_figure_and_is_left_out_of_the_mean():
    found = figures(
        FixedModel(np.eye(3)[[[[0, 0], [1, 0]]]]), "segmentation", examples_with([[[0, 0], [1, 1]]]), CLASSES, ""
    )
    assert {figure.figure: figure.value for figure in found} == {
        "pixel accuracy": 0.75,
        "IoU of pet": pytest.approx(2 / 3),
        "IoU of background": 0.5,
        "mean IoU": pytest.approx((2 / 3 + 0.5) / 2),
    }


def test_iou_agrees_with_keras():
    random = np.random.default_rng(0)
    masks, outputs = random.integers(0, 3, (4, 8, 8)), random.uniform(size=(4, 8, 8, 3))
    counts = confusion(FixedModel(outputs), examples_with(masks), 3)
    metric = keras.metrics.MeanIoU(3, sparse_y_pred=False)
    metric.update_state(masks, outputs)
    assert mean_iou(counts) == pytest.approx(float(metric.result()), abs=1e-6)
    assert accuracy(counts) == pytest.approx((outputs.argmax(-1) == masks).mean())


def test_segmentation_has_a_figure_for_each_class():
    found = figures(
        FixedModel(np.eye(3)[[[[0, 1], [2, 1]]]]), "segmentation", examples_with([[[0, 1], [2, 2]]]), CLASSES, "command"
    )
    assert {figure.figure: figure.value for figure in found} == {
        "pixel accuracy": 0.75,
        "IoU of pet": 1.0,
        "IoU of background": 0.5,
        "IoU of border": 0.5,
        "mean IoU": pytest.approx(2 / 3),
    }
    assert {(figure.on, figure.by) for figure in found} == {("1 test pictures at the model's size", "command")}
