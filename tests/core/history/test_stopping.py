"""Early stopping replayed, compared with Keras's own callback over random curves."""

import warnings
from itertools import product
from types import SimpleNamespace

import keras
import numpy as np
import pytest

from cnnlab.core.history import HistoryError, early_stopping


def kept_by_keras(values, **arguments) -> tuple[int | None, int, int]:
    """Where Keras's callback stops, whose weights the model has in the end, and how many epochs were trained."""
    weights = {"now": -1}
    model = SimpleNamespace(
        stop_training=False,
        get_weights=lambda: weights["now"],
        set_weights=lambda restored: weights.update(now=restored),
    )
    callback = keras.callbacks.EarlyStopping("val_loss", **arguments)
    callback.set_model(model)
    callback.on_train_begin()
    trained = 0
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Keras warns of epochs without the value
        for epoch, value in enumerate(values):
            weights["now"], trained = epoch, epoch + 1
            callback.on_epoch_end(epoch, {} if value is None else {"val_loss": value})
            if model.stop_training:
                break
    callback.on_train_end()
    return (trained - 1 if model.stop_training else None), weights["now"], trained


def curves(count: int = 12):
    random = np.random.default_rng(0)
    for number in range(count):
        epochs = int(random.integers(1, 30))
        falling = np.exp(-np.arange(epochs) / 8) + random.normal(scale=0.1, size=epochs)
        values = [float(np.float32(value)) for value in falling.round(int(random.integers(1, 8)))]
        if number % 4 == 1:
            values[1::2] = [None] * len(values[1::2])
        if number % 4 == 2:
            values[-1] = float("nan")
        if number % 4 == 3 and epochs > 3:
            values[2] = float("inf")
        yield values


SETTINGS = [
    {"patience": patience, "min_delta": delta, "mode": mode, "start_from_epoch": start, "baseline": baseline}
    for patience, delta, mode, start, baseline in product(
        (0, 1, 3, 10), (0, 0.01, 0.1), ("min", "max"), (0, 2, 5), (None, 0.5)
    )
]


@pytest.mark.parametrize("restore", [False, True])
@pytest.mark.parametrize("values", list(curves()), ids=lambda values: f"{len(values)} epochs")
def test_it_ends_as_kerass_callback_does(values, restore):
    for settings in SETTINGS:
        expected = kept_by_keras(values, restore_best_weights=restore, **settings)
        found = early_stopping(values, restore_best_weights=restore, **settings)
        assert (found.stopped, found.kept, found.epochs) == expected, settings
        assert found.saved == len(values) - found.epochs


def test_values_that_differ_by_less_than_float32_can_tell_are_equal():
    values = [0.5, 0.5 - 1e-10, 0.5 - 2e-10]
    expected = kept_by_keras(values, patience=2)
    assert expected[0] == early_stopping(values, patience=2).stopped == 2


def test_a_curve_without_values():
    with pytest.raises(HistoryError, match="no values to watch"):
        early_stopping([None, None])


@pytest.mark.parametrize("patience", [0, 2, 5])
def test_the_epochs_without_improvement_are_those_that_keras_counts(patience):
    for values in curves():
        callback = keras.callbacks.EarlyStopping("val_loss", patience=patience)
        callback.set_model(SimpleNamespace(stop_training=False, get_weights=lambda: None))
        callback.on_train_begin()
        counted: list[int | None] = []
        for epoch, value in enumerate(values):
            if value is None:
                counted.append(None)
                continue
            callback.on_epoch_end(epoch, {"val_loss": value})
            counted.append(callback.wait)
            if callback.model.stop_training:
                break
        assert early_stopping(values, patience).waits == counted
