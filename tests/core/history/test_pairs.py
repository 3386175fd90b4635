"""Metrics in pairs, and which way is better."""

import keras
import pytest

from cnnlab.core.history import History, Source, direction, pairs
from cnnlab.core.history.metric_names import is_known


def history(*names) -> History:
    return History("run", Source.CSV_LOGGER, [0], {name: [0.5] for name in names})


def found(*names) -> list[tuple]:
    return [(pair.metric, pair.training, pair.validation, pair.direction) for pair in pairs(history(*names))]


def test_the_columns_of_csv_logger():
    assert found("accuracy", "learning_rate", "loss", "my_score", "val_accuracy", "val_loss", "val_my_score") == [
        ("loss", "loss", "val_loss", "min"),
        ("accuracy", "accuracy", "val_accuracy", "max"),
        ("my_score", "my_score", "val_my_score", None),
        ("learning_rate", "learning_rate", None, None),
    ]


def test_the_names_of_other_programs():
    assert found("train_loss", "val_loss") == [("loss", "train_loss", "val_loss", "min")]
    assert found("val/acc", "train/acc") == [("acc", "train/acc", "val/acc", "max")]
    assert found("loss", "train_loss", "val_loss") == [
        ("loss", "loss", "val_loss", "min"),
        ("train_loss", "train_loss", None, "min"),
    ]


def test_validation_alone():
    assert found("val_loss") == [("loss", None, "val_loss", "min")]
    assert pairs(history("val_loss"))[0].names == ["val_loss"]


METRICS = [
    getattr(keras.metrics, name)
    for name in sorted(dir(keras.metrics))
    if isinstance(getattr(keras.metrics, name), type) and name not in ("Metric", "Mean", "Sum", "MeanMetricWrapper")
]
ARGUMENTS = {
    "IoU": {"num_classes": 2, "target_class_ids": [0]},
    "MeanIoU": {"num_classes": 2},
    "OneHotIoU": {"num_classes": 2, "target_class_ids": [0]},
    "OneHotMeanIoU": {"num_classes": 2},
    "PrecisionAtRecall": {"recall": 0.5},
    "RecallAtPrecision": {"precision": 0.5},
    "SensitivityAtSpecificity": {"specificity": 0.5},
    "SpecificityAtSensitivity": {"sensitivity": 0.5},
    "MeanRelativeError": {"normalizer": [1.0]},
}


@pytest.mark.parametrize("metric", METRICS, ids=lambda metric: metric.__name__)
def test_the_direction_of_each_of_keras_metrics(metric):
    """Keras gives most of its metrics a direction, which EarlyStopping(mode="auto") uses."""
    made = metric(**ARGUMENTS.get(metric.__name__, {}))
    expected = {"up": "max", "down": "min", None: direction(made.name)}[getattr(made, "_direction", None)]
    assert direction(f"val_{made.name}") == expected is not None


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("valLoss", "min"),
        ("miou", None),
        ("mIoU", "max"),
        ("dice_loss", "min"),
        ("dice_coef", "max"),
        ("error_rate", "min"),
        ("output_1_accuracy", "max"),
        ("true_positives", "max"),
        ("false_negatives", "min"),
        ("accuracy_mae", None),
        ("reward", None),
        ("lossless", None),
    ],
)
def test_names_beside_those_of_keras(name, expected):
    assert direction(name) == expected


def test_tables_of_other_things_are_not_known():
    assert not is_known(["height", "weight", "step"])
    assert not is_known(["epoch"])
