"""The training loop: a separate order for each epoch, the rows of the history."""

import itertools

import keras
import numpy as np
import pytest

from cnnlab.train.examples import ArrayExamples, in_order, seed_of
from cnnlab.train.loop import Plan, train

pytestmark = pytest.mark.backends


class Recording(ArrayExamples):
    """Record the seeds it is called with."""

    def batches(self, size, seed=None):
        self.seeds = [*getattr(self, "seeds", []), seed]
        return super().batches(size, seed)


@pytest.fixture
def examples():
    random = np.random.default_rng(0)
    return {
        name: Recording(random.uniform(size=(8, 3)).astype("float32"), random.uniform(size=(8, 1)).astype("float32"))
        for name in ("train", "validation")
    }


def small_model() -> keras.Model:
    keras.utils.set_random_seed(0)
    inputs = keras.Input((3,))
    model = keras.Model(inputs, keras.layers.Dense(1)(inputs))
    rate = keras.optimizers.schedules.PiecewiseConstantDecay([2], [0.5, 0.25])
    model.compile(keras.optimizers.SGD(rate), "mse", jit_compile=False)
    return model


def run(examples, out, epochs=3):
    clock = itertools.count(0.0, 2.5).__next__
    return train(small_model(), examples, Plan(epochs, 4, 7, {}), out, clock)


def test_each_epoch_is_shuffled_with_its_own_seed_and_validation_is_not(examples, tmp_path):
    run(examples, tmp_path)
    assert examples["train"].seeds == [seed_of(7, 0), seed_of(7, 1), seed_of(7, 2)]
    assert examples["validation"].seeds == [None, None, None]


def test_a_row_has_the_learning_rate_at_the_start_of_the_epoch_and_its_seconds(examples, tmp_path):
    rows = run(examples, tmp_path).rows
    assert [row["learning_rate"] for row in rows] == [
        0.5,
        0.5,
        0.25,
    ]  # two steps in an epoch; the rate drops after step 2
    assert [row["seconds"] for row in rows] == [2.5, 2.5, 2.5]


def test_the_model_ends_with_the_best_epochs_weights(examples, tmp_path):
    model = small_model()
    state = train(model, examples, Plan(3, 4, 7, {}), tmp_path)
    [(x, y)] = list(in_order(examples["validation"], 8))
    assert float(np.square(model.predict(x, verbose=0) - y).mean()) == pytest.approx(
        min(row["val_loss"] for row in state.rows), rel=1e-5
    )
