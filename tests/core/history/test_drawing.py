"""Curves as they are drawn: where epochs end along each axis, which values are left out, and the best point."""

import pytest

from cnnlab.core.cards import card
from cnnlab.core.history import History, Source
from cnnlab.core.history.drawing import along, run_curves

NAN = float("nan")


def history(seconds=None, **metrics):
    count = len(next(iter(metrics.values())))
    return History("run", next(iter(Source)), list(range(count)), metrics, seconds)


def test_epochs_end_after_one_two_three():
    assert along(history(loss=[3.0, 2.0, 1.0]), "epochs") == [1.0, 2.0, 3.0]


def test_minutes_add_up_and_are_unknown_without_seconds():
    assert along(history(loss=[3.0, 2.0], seconds=[30.0, 90.0]), "seconds") == [0.5, 2.0]
    assert along(history(loss=[3.0, 2.0], seconds=[None, 90.0]), "seconds") == [0.0, 1.5]
    assert along(history(loss=[3.0, 2.0], seconds=[30.0, None]), "seconds") is None
    assert along(history(loss=[3.0, 2.0]), "seconds") is None


def test_steps_are_the_batches_of_the_card():
    """2,000 pictures in batches of 32 are 63 steps."""
    assert along(history(loss=[3.0, 2.0]), "steps", card("cats_dogs_scratch")) == [63.0, 126.0]
    assert along(history(loss=[3.0, 2.0]), "steps") is None


def test_what_is_not_finite_or_missing_is_not_drawn_and_a_logarithmic_axis_counts_what_it_leaves_out():
    run = history(loss=[2.0, NAN, 0.0, 0.5], val_loss=[3.0, None, 1.0, 2.0])
    found = run_curves(run, "loss", [1.0, 2.0, 3.0, 4.0], log=True)
    assert found is not None
    assert found.training is not None
    assert (found.training.x, found.training.values, found.training.left_out) == ([1.0, 4.0], [2.0, 0.5], 1)
    assert found.validation is not None
    assert found.validation.x == [1.0, 3.0, 4.0]
    assert found.best is not None
    assert (found.best.epoch, found.best.value, found.best_x) == (2, 1.0, 3.0)


def test_smoothing_draws_beside_the_raw_values():
    found = run_curves(history(loss=[0.0, 1.0, 1.0]), "loss", [1.0, 2.0, 3.0], half_life=1.0)
    assert found is not None
    assert found.training is not None
    assert found.training.values == [0.0, 1.0, 1.0]
    assert found.training.shown == pytest.approx([0.0, 0.557, 0.852], abs=1e-3)
    assert found.validation is None


def test_a_metric_that_the_run_does_not_have():
    assert run_curves(history(loss=[1.0]), "accuracy", [1.0]) is None
