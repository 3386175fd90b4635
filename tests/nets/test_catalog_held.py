"""How many models are in memory, which goes first, and what goes with it."""

import gc
import logging
import os
import weakref
from functools import partial

import keras
import numpy as np
import pytest

from cnnlab.core import cards
from cnnlab.engine import tasks
from cnnlab.engine.worker import Context
from cnnlab.nets import catalog
from cnnlab.nets.catalog import HELD, KEPT

NAMES = [f"model_{letter}" for letter in "abcdefg"]


@pytest.fixture
def folder(tmp_path, monkeypatch, caplog):
    """A pretrained/ of seven small classifiers, which the catalogue reads."""
    # A record of TensorFlow's warnings holds the function that it warns about, and so the model, for the test's report.
    caplog.set_level(logging.ERROR, logger="tensorflow")
    inputs = keras.Input((16, 16, 3))
    x = keras.layers.GlobalAveragePooling2D()(keras.layers.Conv2D(4, 3, activation="relu", name="conv")(inputs))
    model = keras.Model(inputs, keras.layers.Dense(2, activation="softmax", name="scores")(x))
    for name in NAMES:
        (tmp_path / name).mkdir()
        model.save(tmp_path / name / "model.keras")
        catalog.describe_file(tmp_path / name / "model.keras")
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


def test_the_one_asked_for_the_longest_ago_goes_first(folder):
    models = loaded(NAMES[:HELD])
    assert alive(models) == set(NAMES[:HELD])
    catalog.load(NAMES[0])
    models |= loaded(NAMES[HELD : HELD + 2])
    assert alive(models) == {NAMES[0], *NAMES[HELD - 1 : HELD + 2]}


def test_what_was_made_for_a_model_goes_with_it(folder):
    """As the engine uses them: explanations, activations and scattered answers compiled for each model."""
    picture = np.zeros((16, 16, 3), np.uint8)
    context, models = Context(1, lambda *_: None, set()), {}
    for name in NAMES:
        tasks.explain(context, model=name, picture=picture, layer="conv")
        tasks.activations(context, model=name, picture=picture)
        tasks.scatter(context, models=[name], picture=picture, layers=[], layers_seed=0, count=1)
        models |= loaded([name])
    assert alive(models) == set(NAMES[-HELD:])


def test_what_was_made_is_made_once_for_each_key_and_a_bounded_number_is_kept(folder):
    model, made = catalog.load(NAMES[0]), []
    for key in [*range(KEPT), 0, KEPT, 0, 1]:
        assert catalog.kept(model, key, lambda key=key: made.append(key) or key) == key
    assert made == [*range(KEPT), KEPT, 1]


def test_a_changed_model_is_loaded_again_and_the_others_are_not(folder):
    first, second = catalog.load(NAMES[0]), catalog.load(NAMES[1])
    path = folder / NAMES[0] / "card.json"
    os.utime(path, ns=(0, 0))
    assert catalog.load(NAMES[1]) is second
    again = catalog.load(NAMES[0])
    assert again is not first
    assert catalog.load(NAMES[0]) is again


def test_a_file_that_is_no_model_is_named_with_its_cure(folder):
    """Its card is of this very file, so that its sum is right."""
    card = catalog.card(NAMES[0])
    card.model_file.write_bytes(b"no model")
    text = (card.folder / "card.json").read_text(encoding="utf-8")
    written = text.replace(card.sha256, cards.sha256(card.model_file))
    (card.folder / "card.json").write_text(written, encoding="utf-8")
    with pytest.raises(
        cards.CardError, match=r"saved by Keras 3 was expected in \S+; opening it gave: .+ Save it again"
    ):
        catalog.load(NAMES[0])
