"""The state of a run: it keeps the best epoch, and is the same after saving and loading."""

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
    """The state after epochs with these validation losses; the weights are the number of the epoch."""
    state = State({"seed": 1})
    for epoch, loss in enumerate(losses):
        model.trainable_variables[0].assign(np.full((2, 1), epoch, "float32"))
        state.record(model, {"epoch": epoch, "val_loss": loss})
    return state


@pytest.mark.parametrize(
    ("losses", "best"),
    [((0.4, 0.1, 0.3), 1), ((0.1, 0.4), 0), ((0.3, 0.2, 0.1), 2), ((0.2, 0.1, 0.1), 1), ((math.nan, 0.4, 0.5), 1)],
)
def test_the_epoch_of_the_lowest_validation_loss_is_kept(model, losses, best):
    state = after_losses(model, losses)
    assert state.best_epoch == best
    kernel = next(array for array in state.best if array.shape == (2, 1))
    assert kernel.ravel().tolist() == [best, best]


def test_a_saved_state_is_loaded_unchanged(model, tmp_path):
    state = after_losses(model, (0.4, 0.1, 0.3))
    state.kernels = [np.float16([1.5]), np.float16([2.5])]
    save(state, tmp_path / "state.npz")
    found = load(tmp_path / "state.npz", {"seed": 1})
    assert found.rows == state.rows
    for name in ("variables", "optimizer", "best", "kernels"):
        ours, theirs = getattr(state, name), getattr(found, name)
        assert all((a == b).all() and a.dtype == b.dtype for a, b in zip(ours, theirs, strict=True))
    assert [path.name for path in tmp_path.iterdir()] == ["state.npz"]


def test_restoring_includes_weights_optimizer_and_random_numbers(model):
    x, y = np.ones((8, 2), "float32"), np.ones((8, 1), "float32")
    model.fit(x, y, verbose=0)
    state = State({})
    state.record(model, {"val_loss": 1.0})
    expected = [model.train_on_batch(x, y) for _ in range(3)]
    state.restore(model)
    assert [model.train_on_batch(x, y) for _ in range(3)] == expected
