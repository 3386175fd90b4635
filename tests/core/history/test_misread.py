"""Files that look like something else, and names of other programs: each is read as what it is."""

import json

import pytest

from cnnlab.core.history import History, Source, pairs, read_histories, read_history, summary
from cnnlab.core.questions.training import overfitting_question


@pytest.mark.parametrize(
    ("training", "validation"),
    [("Loss/train", "Loss/validation"), ("loss", "loss_val"), ("loss", "eval_loss"), ("loss - train", "loss - val")],
)
def test_training_and_validation_are_paired(training, validation):
    run = read_history(f"epoch,{training},{validation}\n0,0.5,0.6\n1,0.4,0.5\n".encode(), "run.csv")
    (pair,) = pairs(run)
    assert (pair.training, pair.validation) == (training, validation)
    assert run.source == Source.CSV_LOGGER


def test_a_metric_that_is_logged_with_both_rows_of_an_epoch():
    run = read_history(b"epoch,train_loss,val_loss,lr\n0,0.5,,0.1\n0,,0.6,0.1\n1,0.4,,0.1\n1,,0.5,0.1\n", "run.csv")
    assert run.epochs == [0, 1]
    assert run.metrics == {"train_loss": [0.5, 0.4], "val_loss": [0.6, 0.5], "lr": [0.1, 0.1]}


def test_the_epochs_of_a_resumed_history_object():
    text = json.dumps({"history": {"loss": [1.0, 0.9]}, "epoch": [5, 6], "params": {}})
    assert read_history(text.encode(), "run.json").epochs == [5, 6]


@pytest.mark.parametrize("data", [b"run\nA\n", b'{"loss": 1}\n{"loss": ' + b"9" * 5000 + b"}\n"])
def test_these_are_refused_by_name(data):
    upload = read_histories([("odd", data)])
    assert (len(upload.histories), len(upload.refused)) == (0, 1)


def test_no_best_without_a_direction_and_nothing_without_the_metric():
    run = History("run", Source.TABLE, [0, 1], {"my_score": [0.1, 0.2]})
    row = summary(run, "my_score")
    assert (row.best, row.smoothed_best, row.last.value) == (None, None, 0.2)
    assert summary(run, "my_score", mode="max").best.value == 0.2
    assert summary(run, "loss").last is None


def test_overfitting_is_asked_about_losses_of_any_name():
    runs = {
        name: History(name, Source.TABLE, [0], {"train_loss": [0.1], "val_loss": [value]})
        for name, value in (("a", 0.9), ("b", 0.2))
    }
    assert overfitting_question(runs).answer == "a"
