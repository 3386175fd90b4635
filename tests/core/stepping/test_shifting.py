"""Shifts: a convolution follows, a dense unit loses the glyph, pooling changes little, as in Keras's own layers."""

import keras
import numpy as np
import pytest

from cnnlab.core.network.downsampling import compared
from cnnlab.core.stepping.maxima import maxima
from cnnlab.core.stepping.shift_experiment import OPERATIONS, SHIFT_INPUTS, shift_experiment
from cnnlab.core.stepping.shifting import FIELD, glyph, placed, recognize

PLACES = [(down, across) for down in range(FIELD - 6) for across in range(FIELD - 4)]


def test_the_map_moves_with_the_glyph():
    start = recognize(0, 0).response
    for down, across in PLACES:
        moved = recognize(down, across).response
        rows, columns = start.shape[0] - down, start.shape[1] - across
        np.testing.assert_allclose(moved[down:, across:], start[:rows, :columns])


def test_the_convolution_finds_the_glyph_everywhere_and_the_dense_unit_only_in_its_original_position():
    found = {place: recognize(*place) for place in PLACES}
    assert {recognized.found for recognized in found.values()} == {11.0}
    assert {place for place, recognized in found.items() if recognized.dense == 11} == {(0, 0)}


@pytest.mark.parametrize("place", [(0, 0), (2, 5), (5, 7)])
def test_both_agree_with_keras(place):
    recognized = recognize(*place)
    convolution = keras.layers.Conv2D(1, (7, 5), use_bias=False)
    dense = keras.layers.Dense(1, use_bias=False)
    convolution.build((None, FIELD, FIELD, 1))
    dense.build((None, FIELD * FIELD))
    convolution.set_weights([glyph()[..., None, None]])
    dense.set_weights([placed(glyph(), 0, 0).reshape(-1, 1)])
    field = recognized.field[None, ..., None]
    np.testing.assert_allclose(np.asarray(convolution(field))[0, ..., 0], recognized.response)
    np.testing.assert_allclose(np.asarray(dense(field.reshape(1, -1)))[0, 0], recognized.dense)


@pytest.mark.parametrize("name", SHIFT_INPUTS)
@pytest.mark.parametrize("shift", [(0, 1), (1, 0), (1, 1)])
def test_the_shift_experiment_agrees_with_keras(name, shift):
    found = shift_experiment(name, *shift)
    for operation, layer in OPERATIONS.items():
        built = getattr(keras.layers, layer["class_name"])(**layer["config"])
        if operation == "strides":
            built.build((None, *found.before.shape, 1))
            built.set_weights([np.array([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]])[..., None, None]])
        before, after = (np.asarray(built(plane[None, ..., None]))[0, ..., 0] for plane in (found.before, found.after))
        np.testing.assert_allclose(found.outputs[operation].after, after, atol=1e-5)
        assert found.outputs[operation].changed.sum() == (~np.isclose(before, after, atol=1e-6)).sum()


@pytest.mark.parametrize("shift", [(0, 1), (1, 0), (1, 1)])
def test_the_input_moves_by_the_requested_shift_and_keeps_its_values(shift):
    found = shift_experiment("numbers", *shift)
    down, across = shift
    np.testing.assert_array_equal(found.after[down:, across:], found.before[: 16 - down, : 16 - across])


def test_on_the_photograph_max_pooling_changes_least_and_strides_most():
    changed = {name: int(output.changed.sum()) for name, output in shift_experiment("photo", 0, 1).outputs.items()}
    assert changed["max"] < changed["average"] < changed["strides"]


def test_the_maxima_are_the_cells_that_receive_the_gradient_in_keras():
    import tensorflow as tf

    inputs = np.random.default_rng(3).integers(0, 5, (7, 6, 1)).astype("float32")  # with ties
    for config in ({"pool_size": 2}, {"pool_size": 3, "strides": 2, "padding": "same"}, {"pool_size": 3, "strides": 1}):
        layer = keras.layers.MaxPooling2D(**config)
        variable = tf.Variable(inputs[None])
        with tf.GradientTape() as tape:
            total = tf.reduce_sum(layer(variable))
        gradient = tape.gradient(total, variable).numpy()[0, ..., 0]
        np.testing.assert_array_equal(maxima({"class_name": "MaxPooling2D", "config": config}, inputs), gradient > 0)


def test_the_digit_network_with_and_without_pooling():
    pooled, plain = compared()
    assert [row.parameters for row in pooled if row.parameters] == [320, 18_496, 73_856, 11_530]
    assert [row.output_shape[0] for row in pooled if len(row.output_shape) == 3] == [26, 13, 11, 5, 3]
    assert (pooled[-2].output_shape, plain[-2].output_shape) == ((1152,), (61_952,))
    assert pooled[-3].receptive_field.size == (18, 18)
    assert plain[-3].receptive_field.size == (7, 7)
