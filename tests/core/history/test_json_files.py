"""JSON files: Keras's History.history, and what pandas' to_json writes here in each orientation."""

import io
import json

import keras
import numpy as np
import pandas as pd
import pytest

from cnnlab.core.history import HistoryError, Source, read_history

HISTORY = {"loss": [0.7, 0.5, 0.25], "val_loss": [0.8, 0.6, 0.65]}
FRAME = pd.DataFrame(HISTORY)


def read(value):
    return read_history((value if isinstance(value, str) else json.dumps(value)).encode(), "run.json")


def said(history) -> str:
    return " ".join(str(note) for note in history.notes)


@pytest.mark.parametrize("orientation", ["columns", "index", "records", "split"])
@pytest.mark.parametrize("indent", [None, 2])
def test_every_orientation_of_pandas(orientation, indent):
    history = read(FRAME.to_json(orient=orientation, indent=indent))
    assert (history.source, history.epochs, history.metrics) == (Source.PANDAS_JSON, [0, 1, 2], HISTORY)


def test_one_object_a_line():
    text = io.StringIO()
    FRAME.assign(epoch=[3, 4, 5]).to_json(text, orient="records", lines=True)
    history = read(text.getvalue())
    assert (history.source, history.epochs, history.metrics) == (Source.JSON_LINES, [3, 4, 5], HISTORY)


def test_a_last_object_that_was_cut_is_left_out():
    history = read('{"loss": 0.7}\n{"loss": 0.5}\n{"loss": 0.')
    assert history.metrics == {"loss": [0.7, 0.5]}
    assert "last line, 3, is cut off" in said(history)


@pytest.mark.parametrize("orientation", ["columns", "index", "split"])
def test_a_frame_with_an_index_of_its_own(orientation):
    history = read(FRAME.set_axis([4, 5, 6]).to_json(orient=orientation))
    assert (history.epochs, history.metrics) == ([4, 5, 6], HISTORY)


def test_nan_in_pandas_is_null_so_it_is_no_value():
    history = read(FRAME.assign(loss=[0.7, np.nan, np.nan]).to_json())
    assert history.metrics["loss"] == [0.7, None, None]
    assert "loss: a value at 1 of 3 epochs only" in said(history)


def test_the_literals_of_python():
    history = read('{"loss": [0.7, Infinity, NaN], "gain": [-Infinity, 0.1, 0.2]}')
    assert history.metrics["loss"][1] == np.inf
    assert np.isnan(history.metrics["loss"][2])
    assert history.metrics["gain"][0] == -np.inf
    assert "Diverged from epoch 1" in said(history)


@pytest.mark.parametrize("frequency", [2, 3])
def test_validation_that_ran_less_often_belongs_to_the_epochs_at_which_keras_ran_it(frequency):
    pictures, labels = np.zeros((4, 2), "float32"), np.zeros((4, 1), "float32")
    validated = []

    class Watch(keras.callbacks.Callback):
        def on_epoch_end(self, epoch, logs=None):
            validated.append("val_loss" in logs)

    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
    model.compile(loss="mse")
    recorded = model.fit(
        pictures,
        labels,
        validation_data=(pictures, labels),
        validation_freq=frequency,
        epochs=7,
        verbose=0,
        callbacks=[Watch()],
    ).history
    history = read(json.dumps(recorded))
    assert [value is not None for value in history.metrics["val_loss"]] == validated
    assert [value for value in history.metrics["val_loss"] if value is not None] == recorded["val_loss"]
    assert f"`validation_freq` was {frequency}" in said(history)


@pytest.mark.parametrize(
    ("total", "count", "first", "words"),
    [
        (100, 10, 9, "was 10: "),
        (100, 9, 10, "was 11: "),
        (100, 5, 19, "from 17 to 20. 20 is assumed"),
        (5, 1, 4, "from 3 to 5. 5 is assumed"),
        (11, 2, 3, "from 4 to 5. 4 is assumed"),
    ],
)
def test_how_often_validation_ran_follows_from_the_lengths_or_is_said_to_be_assumed(total, count, first, words):
    history = read({"loss": [0.5] * total, "val_loss": [0.25] * count})
    assert history.metrics["val_loss"].index(0.25) == first
    assert history.metrics["val_loss"].count(0.25) == count
    assert words in said(history)


def test_the_whole_history_object_and_numbers_written_as_texts():
    history = read({"history": {"loss": ["0.7", "0.5"]}, "params": {"epochs": 2}, "epoch": [0, 1]})
    assert history.metrics == {"loss": [0.7, 0.5]}


def test_metrics_that_are_vectors_are_left_out():
    history = read({"loss": [0.7, 0.5], "f1": [[0.5, 0.25], [0.5, 0.5]]})
    assert history.metrics == {"loss": [0.7, 0.5]}
    assert "left out: f1" in said(history)


def test_a_word_among_numbers_is_an_error():
    with pytest.raises(HistoryError, match="Row 2 has 'low' in the column loss"):
        read({"loss": [0.7, "low"]})
