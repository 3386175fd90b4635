"""The state of a run: the best epoch is kept, and what is saved comes back as it was."""

import math

import keras
import numpy as np
import pytest

from cnnlab.train.state import State, load, save


@pytest.fixture
def model():
    keras.utils.set_random_seed(0)
    inputs = keras.Input((2,))
    outputs = keras.layers.Dense(1, use_bias=False)(keras.layers.Dropout(0.5)(inputs))
    model = keras.Model(inputs, outputs)
    model.compile(keras.optimizers.Adam(0.1), "mse", jit_compile=False)
    model.optimizer.build(model.trainable_variables)
    return model


def after_losses(model, losses) -> State:
    """As after epochs of these validation losses; in each the weights are the epoch's number."""
    state = State({"seed": 1})
    for epoch, loss in enumerate(losses):
        model.trainable_variables[0].assign(np.full((2, 1), epoch, "float32"))
        state.take(model, {"epoch": epoch, "val_loss": loss})
    return state


@pytest.mark.parametrize(
    ("losses", "best"),
    [((0.4, 0.1, 0.3), 1), ((0.1, 0.4), 0), ((0.3, 0.2, 0.1), 2), ((0.2, 0.1, 0.1), 1), ((math.nan, 0.4, 0.5), 1)],
)
def test_the_epoch_of_the_lowest_validation_loss_is_kept(model, losses, best):
    state = after_losses(model, losses)
    assert state.best_epoch == best
    kernel = next(each for each in state.best if each.shape == (2, 1))
    assert kernel.ravel().tolist() == [best, best]


def test_what_is_saved_comes_back(model, tmp_path):
    state = after_losses(model, (0.4, 0.1, 0.3))
    state.kernels = [np.float16([1.5]), np.float16([2.5])]
    save(state, tmp_path / "state.npz")
    found = load(tmp_path / "state.npz", {"seed": 1})
    assert found.rows == state.rows
    for name in ("variables", "optimizer", "best", "kernels"):
        ours, theirs = getattr(state, name), getattr(found, name)
        assert all((a == b).all() and a.dtype == b.dtype for a, b in zip(ours, theirs, strict=True))
    assert [each.name for each in tmp_path.iterdir()] == ["state.npz"]


def test_a_model_goes_on_from_its_weights_optimizer_and_random_numbers(model):
    x, y = np.ones((8, 2), "float32"), np.ones((8, 1), "float32")
    model.fit(x, y, verbose=0)
    state = State({})
    state.take(model, {"val_loss": 1.0})
    expected = [model.train_on_batch(x, y) for _ in range(3)]
    state.put_back(model)
    assert [model.train_on_batch(x, y) for _ in range(3)] == expected
