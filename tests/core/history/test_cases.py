"""Histories as people have them, of reported problems with Keras, TensorFlow and pandas, and what is right for each."""

from pathlib import Path

import pytest

from cnnlab.core.history import diverged_from, read_history
from cnnlab.core.history.rules import best

DATA = Path(__file__).parent / "data"
LOSS = [2.350428819656372, 1.929153561592102, 1.6813486814498901, 1.522175908088684, 1.4130299091339111]
VAL_LOSS = [1.579775094985962, 1.3771802186965942, 1.2422317266464233, 1.1461340188980103]


def read(name):
    return read_history((DATA / name).read_bytes(), name)


def said(history) -> str:
    return " ".join(str(note) for note in history.notes)


@pytest.mark.parametrize(("name", "epochs"), [("no_validation.csv", 3), ("semicolon.csv", 2)])
def test_columns_full_of_na_are_no_metrics(name, epochs):
    history = read(name)
    assert list(history.metrics) == ["loss", "mae"]
    assert history.metrics["loss"] == LOSS[:epochs]
    assert "val_loss, val_mae" in said(history)


def test_validation_every_second_epoch_stays_at_its_own_epochs():
    history = read("validation_freq_2.csv")
    assert history.metrics["val_loss"] == [None, 1.3771802186965942, None, 1.1461340188980103, None]
    assert history.metrics["loss"] == LOSS


def test_a_second_header_is_left_out():
    history = read("header_twice.csv")
    assert history.epochs == [0, 1, 2, 3]
    assert history.metrics["loss"] == [1.5, 1.2, 1.0, 0.9]
    assert "header stands again in line 4" in said(history)


def test_epochs_that_start_at_0_again_are_four_points_in_the_order_of_the_file():
    history = read("resumed_from_0.csv")
    assert history.epochs == [0, 1, 2, 3]
    assert (history.metrics["loss"], history.metrics["val_loss"]) == (LOSS[:4], VAL_LOSS)
    assert "start again at 0 after epoch 1" in said(history)


def test_a_resumed_run_with_its_initial_epoch_has_no_note():
    history = read("resumed_initial_epoch.csv")
    assert (history.epochs, history.metrics["loss"], history.notes) == ([0, 1, 2, 3], LOSS[:4], ())


@pytest.mark.parametrize("name", ["diverged.csv", "diverged.json"])
def test_a_diverged_run_has_no_best_epoch(name):
    history = read(name)
    assert list(history.metrics) == ["loss", "mae"]
    assert diverged_from(history) == 0
    assert best(history, "loss") is None
    assert "Diverged from epoch 0 on (numbered as in the file): no value of loss, mae" in said(history)


@pytest.mark.parametrize(
    "name",
    ["history_dict.json", "pandas_columns.json", "pandas_records.json", "pandas_split.json", "pandas_index.csv"],
)
def test_five_spellings_of_one_history(name):
    history = read(name)
    assert history.epochs == [0, 1, 2]
    assert list(history.metrics) == ["loss", "mae", "mse_of_all", "val_loss", "val_mae", "val_mse_of_all"]
    assert (history.metrics["loss"], history.metrics["val_loss"]) == (LOSS[:3], VAL_LOSS[:3])
    assert history.notes == ()


def test_decimal_commas():
    history = read("bom_crlf_decimal_comma.csv")
    assert history.metrics == {"loss": [1.5, 1.2], "val_loss": [1.6, 1.4]}
    assert "Decimal commas are read as decimal points (4 numbers)" in said(history)


def test_a_last_line_that_was_cut_is_left_out():
    history = read("last_line_cut.csv")
    assert history.metrics == {"accuracy": [0.5], "loss": [0.7]}
    assert "last line, 3, is cut off and left out: it ends in '0.'" in said(history)
