"""The number of models in memory, which of them is dropped first, and what is dropped with it."""

import gc
import logging
import os
import weakref
from functools import partial

import keras
import numpy as np
import pytest

from cnnlab.core import cards
from cnnlab.core.requests import Classify, ComputeOutputs, Explain, PredictAugmented
from cnnlab.engine import tasks
from cnnlab.engine.context import Context
from cnnlab.nets import catalog
from cnnlab.nets.catalog import MAX_CACHED

NAMES = [f"model_{letter}" for letter in "abcdefg"]
MAX_MODELS = 4  # in these tests


@pytest.fixture
def folder(tmp_path, monkeypatch, caplog):
    """A folder of seven small classifiers in place of pretrained/."""
    # The log record of a TensorFlow warning would keep the function it warns about, and so the model, alive.
    caplog.set_level(logging.ERROR, logger="tensorflow")
    inputs = keras.Input((16, 16, 3))
    x = keras.layers.GlobalAveragePooling2D()(keras.layers.Conv2D(4, 3, activation="relu", name="conv")(inputs))
    model = keras.Model(inputs, keras.layers.Dense(2, activation="softmax", name="scores")(x))
    for name in NAMES:
        (tmp_path / name).mkdir()
        model.save(tmp_path / name / "model.keras")
        catalog.describe_file(tmp_path / name / "model.keras")
    monkeypatch.setattr(catalog, "MAX_MODELS", MAX_MODELS)
    monkeypatch.setattr(catalog, "card", partial(cards.card, folder=tmp_path))
    monkeypatch.setattr(catalog, "stamp", partial(cards.stamp, tmp_path))
    catalog.forget()
    yield tmp_path
    catalog.forget()


def alive(models: dict) -> set[str]:
    gc.collect()
    return {name for name, model in models.items() if model() is not None}


def loaded(names) -> dict:
    return {name: weakref.ref(catalog.load(name)) for name in names}


def test_least_recently_used_model_is_dropped_first(folder):
    models = loaded(NAMES[:MAX_MODELS])
    assert alive(models) == set(NAMES[:MAX_MODELS])
    catalog.load(NAMES[0])
    models |= loaded(NAMES[MAX_MODELS : MAX_MODELS + 2])
    assert alive(models) == {NAMES[0], *NAMES[MAX_MODELS - 1 : MAX_MODELS + 2]}


def test_models_are_dropped_until_the_weights_of_the_next_one_fit(folder, monkeypatch):
    """Each has 4 x (3 x 3 x 3 x 4 + 4 + 4 x 2 + 2) = 488 bytes."""
    monkeypatch.setattr(catalog, "MAX_WEIGHTS", 3 * 488)
    models = loaded(NAMES[:3])
    assert alive(models) == set(NAMES[:3])
    models |= loaded(NAMES[3:4])
    assert alive(models) == set(NAMES[1:4])
    monkeypatch.setattr(catalog, "MAX_WEIGHTS", 487)
    models |= loaded(NAMES[4:5])
    assert alive(models) == {NAMES[4]}  # larger than the limit, and alone


def test_cached_values_are_dropped_with_their_model(folder):
    """With the functions that the engine's tasks compile for each model."""
    picture = np.zeros((16, 16, 3), np.uint8)
    context, models = Context(), {}
    for name in NAMES:
        for request in (
            Classify(name, picture),
            Explain(name, picture, "conv"),
            ComputeOutputs(name, picture),
            PredictAugmented([name], picture, [], seed=0, count=1),
        ):
            tasks.TASKS[type(request)](context, request)
        models |= loaded([name])
    assert alive(models) == set(NAMES[-MAX_MODELS:])


def test_a_bounded_number_of_values_is_cached_by_key(folder):
    model, made = catalog.load(NAMES[0]), []
    for key in [*range(MAX_CACHED), 0, MAX_CACHED, 0, 1]:
        assert catalog.cached(model, key, lambda key=key: made.append(key) or key) == key
    assert made == [*range(MAX_CACHED), MAX_CACHED, 1]


@pytest.mark.parametrize("file", ["card.json", "classes.csv", "model.keras"])
def test_only_a_changed_model_is_loaded_again(folder, file):
    first, second = catalog.load(NAMES[0]), catalog.load(NAMES[1])
    os.utime(folder / NAMES[0] / file, ns=(0, 0))
    assert catalog.load(NAMES[1]) is second
    again = catalog.load(NAMES[0])
    assert again is not first
    assert catalog.load(NAMES[0]) is again


def test_replacing_a_model_file_drops_the_cached_values(folder):
    """Both layers have zero biases, so weights twice as large make the logits exactly 4 times as large."""
    picture = np.full((16, 16, 3), 9, np.uint8)
    requests = [Classify(NAMES[0], picture), Explain(NAMES[0], picture, "conv"), ComputeOutputs(NAMES[0], picture)]
    before = [tasks.TASKS[type(request)](Context(), request).logits for request in requests]
    path = folder / NAMES[0] / "model.keras"
    model = keras.saving.load_model(path, compile=False)
    model.set_weights([2 * array for array in model.get_weights()])  # a power of 2 rounds nothing
    model.save(path)
    with pytest.raises(cards.CardError, match="sha256"):
        catalog.load(NAMES[0])
    catalog.describe_file(path)
    for request, logits in zip(requests, before, strict=True):
        assert tasks.TASKS[type(request)](Context(), request).logits == pytest.approx(4 * logits, rel=1e-6)


def test_file_that_is_not_a_model_is_named_with_the_remedy(folder):
    """Its card has the right sha256."""
    card = catalog.card(NAMES[0])
    card.model_file.write_bytes(b"no model")
    text = (card.folder / "card.json").read_text(encoding="utf-8")
    written = text.replace(card.sha256, cards.sha256(card.model_file))
    (card.folder / "card.json").write_text(written, encoding="utf-8")
    with pytest.raises(cards.CardError, match=r"\S+ is not a model that Keras 3 can open: .+ Save it again"):
        catalog.load(NAMES[0])


def test_the_networks_of_cats_and_dogs_fit_at_once():
    """The Grad-CAM page compares them, beside the network on the page and that which finds the animal."""
    compared = [card for card in cards.cards() if {name.en for name in card.classes()} == {"cat", "dog"}]
    beside = [cards.card(name) for name in ("efficientnet_lite0", "pets_unet")]
    assert len(compared) + len(beside) <= catalog.MAX_MODELS
    assert catalog.WEIGHT * sum(card.parameters for card in compared + beside) <= catalog.MAX_WEIGHTS
