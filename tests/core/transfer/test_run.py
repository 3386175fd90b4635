"""A run of a head becomes a history like any other."""

import numpy as np

from cnnlab.core.history import best, diverged_from, pairs
from cnnlab.core.transfer import HeadRun, to_history

METRICS = {
    "accuracy": [0.5, 0.75],
    "loss": [0.7, 0.5],
    "val_accuracy": [0.75, 0.5],
    "val_loss": [0.6, float("nan")],
}


def test_a_run_is_paired_and_judged_as_a_history():
    run = HeadRun(METRICS, [1.5, 0.25], np.zeros(4, np.float32), (np.zeros((32, 32), np.uint8),) * 2, parameters=17)
    history = to_history(run, "100 pictures")
    assert (history.name, history.source.value, history.epochs) == ("100 pictures", "CNN Lab", [0, 1])
    assert history.seconds == [1.5, 0.25]
    assert [(pair.training, pair.validation) for pair in pairs(history)] == [
        ("loss", "val_loss"),
        ("accuracy", "val_accuracy"),
    ]
    assert best(history, "val_accuracy").value == 0.75
    assert diverged_from(history) == 1
    history.metrics["loss"].append(0.1)
    assert run.metrics["loss"] == [0.7, 0.5]
