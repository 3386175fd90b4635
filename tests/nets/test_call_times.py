"""Three ways to call a model: each is timed, and all three give the same output."""

import keras
import pytest
from keras import layers

from cnnlab.nets.call_times import ROUNDS, time_calls


def test_each_way_is_timed_and_gives_the_same_output():
    keras.utils.set_random_seed(3)
    stack = [keras.Input((16, 16, 3)), layers.Conv2D(4, 3, activation="relu"), layers.GlobalAveragePooling2D()]
    model, checked = keras.Sequential([*stack, layers.Dropout(0.5), layers.Dense(3)]), []
    found = time_calls(model, lambda done, total: checked.append((done, total)))
    assert min(found.predict, found.call, found.compiled) > 0
    assert found.predict > found.compiled
    assert found.parts == 4
    assert found.largest_difference < 1e-3
    assert checked == [(at, 3 * (ROUNDS + 1)) for at in range(3 * (ROUNDS + 1))]


def test_a_visitor_can_cancel_between_calls():
    model = keras.Sequential([keras.Input((8, 8, 3)), layers.GlobalAveragePooling2D()])

    def cancel(done: int, total: int) -> None:
        raise TimeoutError

    with pytest.raises(TimeoutError):
        time_calls(model, cancel)
