"""The best epoch, the last one, the gap, and the rows of a table."""

import math

import pytest

from cnnlab.core.cards import cards
from cnnlab.core.history import (
    History,
    HistoryError,
    Source,
    best,
    bundled_histories,
    gap,
    last,
    pairs,
    summary,
)

RUN = History(
    "run",
    Source.CSV_LOGGER,
    [2, 3, 4, 5],
    {
        "loss": [0.8, 0.6, 0.4, 0.2],
        "val_loss": [0.75, 0.5, 0.5, None],
        "accuracy": [0.5, 0.75, 0.875, 1.0],
        "val_accuracy": [0.5, 0.75, 0.75, math.nan],
        "score": [1.0, 2.0, 3.0, 4.0],
    },
    seconds=[30.0, 60.0, 60.0, 90.0],
)


def point(found):
    return (found.index, found.epoch, found.value)


def test_the_best_is_the_first_of_several():
    assert point(best(RUN, "val_loss")) == (1, 3, 0.5)
    assert point(best(RUN, "val_accuracy")) == (1, 3, 0.75)
    assert point(best(RUN, "accuracy", "min")) == (0, 2, 0.5)


def test_the_last_value_may_be_earlier_than_the_last_epoch_and_not_finite():
    assert point(last(RUN, "val_loss")) == (2, 4, 0.5)
    assert math.isnan(last(RUN, "val_accuracy").value)


def test_an_unknown_direction_must_be_said():
    with pytest.raises(HistoryError, match="Whether score is better smaller or larger"):
        best(RUN, "score")
    assert point(best(RUN, "score", "max")) == (3, 5, 4.0)


def test_a_metric_that_is_not_there():
    with pytest.raises(HistoryError, match="The run run has no metric mae; it has loss, val_loss"):
        last(RUN, "mae")


def test_the_gap_is_positive_where_validation_is_worse():
    loss, accuracy, score = pairs(RUN)
    assert gap(RUN, loss) == pytest.approx([-0.05, -0.1, 0.1, None])
    assert gap(RUN, accuracy)[:3] == [0.0, 0.0, 0.125]
    assert gap(RUN, score) == [None] * 4


def test_a_row_of_the_table_without_a_card():
    row = summary(RUN, "val_loss", half_life=2)
    assert (row.name, row.metric, row.epochs) == ("run", "val_loss", 4)
    assert (point(row.best), point(row.last)) == ((1, 3, 0.5), (2, 4, 0.5))
    assert (row.smoothed_best.index, row.smoothed_best.value > 0.5) == (2, True)
    assert (row.test, row.parameters, row.minutes) == (None, None, 4.0)


def test_minutes_are_unknown_where_an_epoch_is():
    unknown = History("run", Source.TENSORBOARD, [0, 1], {"loss": [0.5, 0.4]}, seconds=[None, 3.0])
    assert summary(unknown, "loss").minutes is None


def test_a_diverged_run_has_a_row():
    row = summary(History("run", Source.CSV_LOGGER, [0], {"loss": [math.nan]}), "loss", half_life=3)
    assert (row.best, row.smoothed_best) == (None, None)
    assert math.isnan(row.last.value)


def test_every_bundled_history_agrees_with_its_card():
    """The card was written by the training itself, which also kept the weights of the best epoch."""
    runs, errors = bundled_histories()
    assert errors == []
    assert [run.card.id for run in runs] == [card.id for card in cards() if card.training]
    for run in runs:
        row = summary(run.history, "val_loss", run.card)
        assert row.name == run.card.id
        assert row.best.epoch + 1 == run.card.training.best_epoch
        assert row.epochs == run.card.training.epochs
        assert row.minutes >= sum(run.history.seconds) / 60 - 0.05  # more where features were computed first
        assert (row.parameters, row.test) == (run.card.parameters, run.card.measured[0].value)


def test_a_broken_history_is_reported_and_the_others_are_read(tmp_path):
    for card in cards()[:2]:
        (tmp_path / card.id).mkdir()
        for name in ("card.json", "classes.csv"):
            (tmp_path / card.id / name).write_bytes((card.folder / name).read_bytes())
        (tmp_path / card.id / "history.csv").write_bytes((card.folder / "history.csv").read_bytes())
    broken = tmp_path / cards()[0].id / "history.csv"
    broken.write_text("hello")
    runs, errors = bundled_histories(tmp_path)
    assert [run.card.id for run in runs] == [cards()[1].id]
    assert str(broken) in str(errors[0])


@pytest.mark.parametrize(
    ("model", "metric", "errors"),
    [
        ("cats_dogs_scratch", "val_accuracy", (0.01345, 0.01412)),  # 0.763 and 0.725, each on 1,000 pictures
        ("cats_dogs_scratch", "val_loss", (None, 0.01412)),
        ("pets_unet", "val_accuracy", (None, None)),  # pixels of one picture are not independent
    ],
)
def test_shares_of_right_answers_have_their_standard_error(model, metric, errors):
    """By hand: sqrt(p (1 - p) / n)."""
    run = next(run for run in bundled_histories()[0] if run.card.id == model)
    row = summary(run.history, metric, run.card)
    assert (row.best_error, row.test_error) == pytest.approx(errors, abs=1e-5)
