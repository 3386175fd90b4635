"""CSV files: those that Keras's CSVLogger and pandas write here, and what spreadsheets make of them."""

import keras
import numpy as np
import pandas as pd
import pytest

from cnnlab.core.history import HistoryError, Source, read_history

LOGS = [
    {"loss": 0.7206083536148071, "accuracy": 0.5, "val_loss": 0.65, "val_accuracy": 0.625, "learning_rate": 1e-3},
    {"loss": 0.5, "accuracy": 0.75, "val_loss": 0.6, "val_accuracy": 0.7, "learning_rate": 9.999999747378752e-06},
    {"loss": 0.4, "accuracy": 0.8, "val_loss": np.float32(0.5625), "val_accuracy": 0.71875, "learning_rate": 1e-6},
]


def logged(path, logs, first=0, **arguments) -> bytes:
    """The file that Keras's own callback writes for the logs of some epochs."""
    logger = keras.callbacks.CSVLogger(str(path), **arguments)
    logger.on_train_begin()
    for epoch, entry in enumerate(logs, start=first):
        logger.on_epoch_end(epoch, entry)
    logger.on_train_end()
    return path.read_bytes()


def columns(logs) -> dict:
    """The values of each metric, in the order in which CSVLogger writes them."""
    return {name: [float(entry[name]) for entry in logs] for name in sorted(logs[0])}


def said(history) -> str:
    return " ".join(str(note) for note in history.notes)


@pytest.mark.parametrize("separator", [",", ";", "\t", "|", ":", " ", "/"])
def test_any_separator_of_csv_logger(tmp_path, separator):
    history = read_history(logged(tmp_path / "log.csv", LOGS, separator=separator), "log.csv")
    assert history.source == Source.CSV_LOGGER
    assert (history.name, history.epochs, history.notes) == ("log", [0, 1, 2], ())
    assert history.metrics == columns(LOGS)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-be"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends_of_spreadsheets(tmp_path, encoding, end):
    text = logged(tmp_path / "log.csv", LOGS, separator="\t").decode().replace("\r\n", end)
    data = ("\ufeff" if encoding == "utf-16-be" else "") + text
    history = read_history(data.encode(encoding), "log.txt")
    assert history.metrics == columns(LOGS)


def test_a_file_that_was_appended_to_with_and_without_the_initial_epoch(tmp_path):
    path = tmp_path / "log.csv"
    logged(path, LOGS[:2])
    logged(path, LOGS, append=True)
    history = read_history(logged(path, LOGS[:1], first=7, append=True), "log.csv")
    assert history.metrics["loss"] == [entry["loss"] for entry in (*LOGS[:2], *LOGS, LOGS[0])]
    assert history.epochs == [0, 1, 2, 3, 4, 9]  # 7 is counted on by 2, as the epochs before it
    assert "(restarts: 1)" in said(history)


def test_a_resume_that_repeats_the_last_epochs_is_counted_on(tmp_path):
    path = tmp_path / "log.csv"
    logged(path, LOGS)
    history = read_history(logged(path, LOGS[1:], first=1, append=True), "log.csv")
    assert history.epochs == [0, 1, 2, 3, 4]
    assert "start again at 1 after epoch 2" in said(history)


def test_values_that_are_not_finite_stay_and_are_noted(tmp_path):
    logs = [{"loss": 0.7, "precision": np.nan}, {"loss": np.inf, "precision": 0.5}, {"loss": np.nan, "precision": 0.4}]
    history = read_history(logged(tmp_path / "log.csv", logs), "log.csv")
    assert history.metrics["loss"][:2] == [0.7, np.inf]
    assert np.isnan(history.metrics["loss"][2])
    assert "Diverged from epoch 1 on (numbered as in the file): no value of loss is finite" in said(history)
    assert "precision is NaN or infinite at 1 epochs and finite again later; the first is epoch 0" in said(history)


def test_metrics_that_are_vectors_are_left_out(tmp_path):
    logs = [entry | {"f1": np.array([0.5, 0.25])} for entry in LOGS]
    history = read_history(logged(tmp_path / "log.csv", logs), "log.csv")
    assert history.metrics == columns(LOGS)
    assert "do not hold numbers are left out: f1" in said(history)


def test_the_seconds_of_each_epoch_are_no_metric():
    history = read_history(b"epoch,loss,seconds\n0,0.7,3.5\n1,0.5,2.25\n", "history.csv")
    assert (list(history.metrics), history.seconds) == (["loss"], [3.5, 2.25])


FRAME = pd.DataFrame({"loss": [0.7, 0.5], "val_loss": [0.8, 0.6]})


def test_pandas_with_and_without_its_index_and_with_a_column_epoch():
    with_epoch = FRAME.assign(epoch=[4, 5])
    read = {
        "index": read_history(FRAME.to_csv().encode(), "a.csv"),
        "none": read_history(FRAME.to_csv(index=False).encode(), "a.csv"),
        "epoch": read_history(with_epoch.to_csv().encode(), "a.csv"),
        "named": read_history(FRAME.rename_axis("epoch").to_csv().encode(), "a.csv"),
        "semicolon": read_history(FRAME.to_csv(sep=";", decimal=",").encode(), "a.csv"),
    }
    for history in read.values():
        assert history.metrics == {"loss": [0.7, 0.5], "val_loss": [0.8, 0.6]}
    assert {name: history.epochs for name, history in read.items()} == {
        "index": [0, 1], "none": [0, 1], "epoch": [4, 5], "named": [0, 1], "semicolon": [0, 1]
    }  # fmt: skip
    assert read["index"].source == read["epoch"].source == Source.PANDAS_CSV
    assert read["none"].source == Source.TABLE


def test_pandas_writes_nan_as_nothing_so_it_is_no_value():
    history = read_history(FRAME.assign(loss=[0.7, np.nan]).to_csv().encode(), "a.csv")
    assert history.metrics["loss"] == [0.7, None]
    assert "loss: a value at 1 of 2 epochs only" in said(history)


def test_rows_of_training_and_of_validation_apart_are_joined():
    """As PyTorch Lightning writes them."""
    text = "epoch,step,train_loss,val_loss\n0,49,,0.8\n0,49,0.7,\n1,99,,0.6\n1,99,0.5,\n"
    history = read_history(text.encode(), "metrics.csv")
    assert history.epochs == [0, 1]
    assert history.metrics == {"train_loss": [0.7, 0.5], "val_loss": [0.8, 0.6]}


def test_steps_count_as_epochs_where_there_are_none():
    history = read_history(b"step,loss\n100,0.7\n200,0.5\n", "a.csv")
    assert history.epochs == [100, 200]
    assert "the numbers in step count as epochs" in said(history)


def test_what_spreadsheets_add():
    text = 'sep=;\r\n"epoch";"loss";"val_loss";;\r\n0;0.7;0.8;;\r\n;;;;\r\n1;0.5;0.6;;\r\n;;;;\r\n'
    history = read_history(text.encode(), "a.csv")
    assert (history.epochs, history.metrics) == ([0, 1], {"loss": [0.7, 0.5], "val_loss": [0.8, 0.6]})


@pytest.mark.parametrize(
    ("cells", "values"),
    [
        (["0,812", "1,500"], [0.812, 1.5]),  # 0,812 cannot be 812
        (["1,5e-3", "1,234"], [0.0015, 1.234]),
        (["12,5", "1,234"], [12.5, 1.234]),
    ],
)
def test_decimal_commas_where_one_number_decides(cells, values):
    history = read_history(f"epoch;loss\n0;{cells[0]}\n1;{cells[1]}\n".encode(), "a.csv")
    assert history.metrics["loss"] == values


@pytest.mark.parametrize(
    ("end", "kept"),
    [
        ("2,0.75", 2),  # a cell is missing
        ("2,0.75,", 2),
        ("2,0.75,0.", 2),
        ("2,0.75,1e-", 2),
        ("2,0.75,0.5", 2),  # far shorter than the others of its column
        ("2,0.75,0.5431547880172729", 3),
        ("2,0.75,0.5\n", 3),
    ],
)
def test_a_last_line_without_its_end(end, kept):
    text = "epoch,accuracy,loss\n0,0.5,0.7206083536148071\n1,0.6,0.6943725347518921\n" + end
    history = read_history(text.encode(), "a.csv")
    assert len(history.epochs) == kept
    assert ("cut off and left out" in said(history)) == (kept == 2)
    assert bool(history.notes) == (not end.endswith("\n"))


def test_a_line_that_was_cut_in_the_middle_is_an_error():
    with pytest.raises(HistoryError, match="Line 3 has 2 cells, but the header has 3"):
        read_history(b"epoch,accuracy,loss\n0,0.5,0.7\n1,0.6\n2,0.7,0.5\n", "a.csv")
