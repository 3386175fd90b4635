"""A history as CSV, read back; what differs between two cards."""

import math

import numpy as np
import pytest
from msgspec.structs import replace

from cnnlab.core.cards import card
from cnnlab.core.history import History, Source, bundled_histories, differences, read_history, to_csv

NAMES = ["loss", "val_loss", "accuracy", 'a "quoted" name', "a, b", "손실", "f1/1", "=sum", "epoch/loss", "x y"]


def random_history(seed: int) -> History:
    """A history with missing and infinite values, numbers of all sizes, and epochs that are not 0, 1, 2..."""
    random = np.random.default_rng(seed)
    epochs = np.cumsum(random.integers(1, 4, size=random.integers(1, 40))) - 1
    size = len(epochs)
    metrics = {}
    for name in random.permutation(NAMES)[: random.integers(1, len(NAMES))]:
        values = (random.normal(size=size) * 10.0 ** random.integers(-30, 30, size=size)).tolist()
        odd = random.choice([None, math.nan, math.inf, -math.inf, 0.0], size=size).tolist()
        metrics[str(name)] = [
            strange if random.random() < 0.2 and index else value
            for index, (value, strange) in enumerate(zip(values, odd, strict=True))
        ]
    seconds = random.random(size).tolist() if seed % 2 else None
    return History("run", Source.TABLE, epochs.tolist(), metrics, seconds)


def same(first: History, second: History) -> bool:
    """Whether two histories hold the same values; NaN is the same as NaN."""
    return repr((first.epochs, first.metrics, first.seconds)) == repr((second.epochs, second.metrics, second.seconds))


@pytest.mark.parametrize("seed", range(60))
def test_to_csv_read_back_gives_the_same_values(seed):
    history = random_history(seed)
    assert same(read_history(to_csv(history).encode(), "run.csv"), history)


def test_the_bundled_histories_read_back():
    runs, _ = bundled_histories()
    for run in runs:
        assert same(read_history(to_csv(run.history).encode(), "history.csv"), run.history)


def test_what_differs_in_two_recipes():
    """The best epoch, the minutes, the device and the command are no settings."""
    first = card("cats_dogs_scratch")
    changed = {
        "epochs": 31,
        "seed": 1,
        "start": "a" * 64,
        "best_epoch": 9,
        "minutes": 1.0,
        "device": "x",
        "command": "y",
    }
    second = replace(first, training=replace(first.training, **changed))
    assert [(entry.setting, entry.first, entry.second) for entry in differences(first, second)] == [
        ("start", None, "a" * 64),
        ("seed", first.training.seed, 1),
        ("epochs", first.training.epochs, 31),
    ]


def test_a_part_of_a_setting_is_named():
    found = differences(card("mnist_convnet"), card("pets_unet"))
    assert [entry.setting for entry in found] == [
        "recipe", "data.train", "data.validation", "data.test", "data_source", "epochs", "batch_size"
    ]  # fmt: skip


def test_a_card_without_training_differs_in_everything():
    trained = card("mnist_convnet")
    found = differences(trained, card("efficientnet_lite0"))
    assert ("seed", trained.training.seed, None) in [(entry.setting, entry.first, entry.second) for entry in found]
    assert differences(trained, trained) == []
