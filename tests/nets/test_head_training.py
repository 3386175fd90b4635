"""A head trained epoch by epoch gives what Keras's own `fit` reports."""

from itertools import count

import keras
import numpy as np
import pytest

from cnnlab.core.transfer import HeadSettings
from cnnlab.core.transfer.schedules import learning_rates
from cnnlab.nets import head_training
from cnnlab.nets.head_training import HeadTrainer, Labelled, trainer_for

pytestmark = pytest.mark.backends
FEATURES, PICTURES, EPOCHS = 12, 50, 3
SCHEDULES = {
    "constant": lambda rate, steps: rate,
    "cosine": keras.optimizers.schedules.CosineDecay,
    "exponential": lambda rate, steps: keras.optimizers.schedules.ExponentialDecay(rate, steps, decay_rate=0.01),
}
OPTIMIZERS = {
    "rmsprop": keras.optimizers.RMSprop,
    "adam": keras.optimizers.Adam,
    "sgd": lambda rate: keras.optimizers.SGD(rate, momentum=0.9),
}


def labelled(count: int, seed: int) -> Labelled:
    generator = np.random.default_rng(seed)
    labels = generator.integers(0, 2, (count, 1)).astype("float32")
    return Labelled((generator.normal(size=(count, FEATURES)) + labels).astype("float32"), labels)


TRAIN, VALIDATION = labelled(PICTURES, 0), labelled(40, 1)


def settings_of(**changes) -> HeadSettings:
    common = {"pictures": PICTURES, "units": 16, "batch_size": 16, "epochs": EPOCHS, "learning_rate": 0.01, "seed": 5}
    return HeadSettings(**(common | changes))


def fitted(settings: HeadSettings) -> dict[str, list[float]]:
    """What `fit` reports for a head built here, with the pictures in the order of each epoch."""
    penalty = keras.regularizers.L2(settings.l2)
    glorot = keras.initializers.GlorotUniform
    model = keras.Sequential([keras.Input((FEATURES,))])
    if settings.units:
        model.add(keras.layers.Dense(settings.units, "relu", kernel_initializer=glorot(5), kernel_regularizer=penalty))
    model.add(keras.layers.Dropout(settings.dropout, seed=7))
    last = None if settings.units else penalty
    model.add(keras.layers.Dense(1, "sigmoid", kernel_initializer=glorot(6), kernel_regularizer=last))
    rate = SCHEDULES[settings.schedule](settings.learning_rate, EPOCHS * 4)
    model.compile(OPTIMIZERS[settings.optimizer](rate), loss="binary_crossentropy", metrics=["accuracy"])
    found: dict[str, list[float]] = {}
    for epoch in range(EPOCHS):
        order = np.random.default_rng((settings.seed, epoch)).permutation(PICTURES)
        history = model.fit(
            TRAIN.features[order],
            TRAIN.labels[order],
            settings.batch_size,
            shuffle=False,
            verbose=0,
            validation_data=(VALIDATION.features, VALIDATION.labels),
        )
        for name, values in history.history.items():
            found.setdefault(name, []).extend(values)
    return found


@pytest.mark.tensorflow  # with JAX, Keras's own dropout draws other numbers
@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"units": 0, "l2": 0.1},
        {"l2": 0.01, "optimizer": "adam", "schedule": "cosine"},
        {"dropout": 0.0, "optimizer": "sgd", "schedule": "exponential"},
    ],
    ids=str,
)
def test_the_metrics_are_those_of_fit(changes):
    settings = settings_of(**changes)
    trainer = HeadTrainer(settings, FEATURES)
    state, expected = trainer.start(settings), fitted(settings)
    for epoch in range(EPOCHS):
        state, found = trainer.epoch(state, settings, epoch, TRAIN, check=lambda: None)
        evaluated = trainer.evaluate(state, VALIDATION)
        for name in ("accuracy", "loss"):
            np.testing.assert_allclose(found[name], expected[name][epoch], rtol=1e-5)
            np.testing.assert_allclose(evaluated[name], expected[f"val_{name}"][epoch], rtol=1e-5)


@pytest.mark.parametrize("schedule", SCHEDULES)
def test_the_learning_rates_are_those_of_kerass_schedules(schedule):
    settings = settings_of(schedule=schedule, epochs=5)
    expected = SCHEDULES[schedule](settings.learning_rate, 5 * 4)
    steps = [expected if schedule == "constant" else float(expected(step)) for step in range(5 * 4)]
    np.testing.assert_allclose(learning_rates(settings), steps, rtol=1e-5, atol=1e-9)


def test_a_state_is_all_that_a_run_depends_on():
    """Two runs in turn in one compiled head, with different seeds, rates and penalties, against each of them alone."""
    first, second = settings_of(), settings_of(seed=6, learning_rate=0.1, dropout=0.1, l2=0.1)
    shared = HeadTrainer(first, FEATURES)
    states = {settings: shared.start(settings) for settings in (first, second)}
    for epoch in range(2):
        for settings in (first, second):
            states[settings], _ = shared.epoch(states[settings], settings, epoch, TRAIN, check=lambda: None)
    for settings, state in states.items():
        trainer = HeadTrainer(settings, FEATURES)
        alone = trainer.start(settings)
        for epoch in range(2):
            alone, _ = trainer.epoch(alone, settings, epoch, TRAIN, check=lambda: None)
        for value, expected in zip(state, alone, strict=True):
            np.testing.assert_array_equal(value, expected)


def test_every_batch_is_preceded_by_a_check():
    settings, checks = settings_of(), count()
    trainer = HeadTrainer(settings, FEATURES)
    trainer.epoch(trainer.start(settings), settings, 0, TRAIN, check=lambda: next(checks))
    assert next(checks) == 4  # 50 pictures in batches of 16


def test_few_heads_stay_compiled(monkeypatch):
    monkeypatch.setattr(head_training, "MAX_TRAINERS", 2)
    head_training.forget_trainers()
    first = trainer_for(settings_of(), FEATURES)
    others = settings_of(seed=6, learning_rate=1, schedule="cosine", epochs=9, dropout=0.1, l2=0.5, batch_size=8)
    assert trainer_for(others, FEATURES) is first
    second = trainer_for(settings_of(units=8), FEATURES)
    assert trainer_for(settings_of(), FEATURES) is first
    trainer_for(settings_of(units=4), FEATURES)  # takes the place of the one that was used least recently
    assert trainer_for(settings_of(), FEATURES) is first
    assert trainer_for(settings_of(units=8), FEATURES) is not second
    head_training.forget_trainers()
    assert trainer_for(settings_of(), FEATURES) is not first
