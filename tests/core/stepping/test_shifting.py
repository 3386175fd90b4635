"""Shifts: convolution follows, a dense unit loses the figure, pooling forgives, as Keras's own layers do."""

import keras
import numpy as np
import pytest

from cnnlab.core.network.downsampling import compared
from cnnlab.core.stepping.pooled import OPERATIONS, SCENES, kept, shift_experiment
from cnnlab.core.stepping.shifting import FIELD, glyph, placed, recognize

PLACES = [(down, across) for down in range(FIELD - 6) for across in range(FIELD - 4)]


def test_the_map_moves_with_the_glyph():
    start = recognize(0, 0).response
    for down, across in PLACES:
        moved = recognize(down, across).response
        rows, columns = start.shape[0] - down, start.shape[1] - across
        np.testing.assert_allclose(moved[down:, across:], start[:rows, :columns])


def test_the_convolution_finds_the_glyph_everywhere_and_the_dense_unit_only_where_it_learned_it():
    found = {place: recognize(*place) for place in PLACES}
    assert {each.found for each in found.values()} == {11.0}
    assert {place for place, each in found.items() if each.dense == 11} == {(0, 0)}


@pytest.mark.parametrize("place", [(0, 0), (2, 5), (5, 7)])
def test_both_are_keras_s(place):
    seen = recognize(*place)
    convolution = keras.layers.Conv2D(1, (7, 5), use_bias=False)
    dense = keras.layers.Dense(1, use_bias=False)
    convolution.build((None, FIELD, FIELD, 1))
    dense.build((None, FIELD * FIELD))
    convolution.set_weights([glyph()[..., None, None]])
    dense.set_weights([placed(glyph(), 0, 0).reshape(-1, 1)])
    field = seen.field[None, ..., None]
    np.testing.assert_allclose(np.asarray(convolution(field))[0, ..., 0], seen.response)
    np.testing.assert_allclose(np.asarray(dense(field.reshape(1, -1)))[0, 0], seen.dense)


@pytest.mark.parametrize("scene", SCENES)
@pytest.mark.parametrize("shift", [(0, 1), (1, 0), (1, 1)])
def test_the_shift_experiment_is_keras_s(scene, shift):
    found = shift_experiment(scene, *shift)
    for name, layer in OPERATIONS.items():
        built = getattr(keras.layers, layer["class_name"])(**layer["config"])
        if name == "strides":
            built.build((None, *found.before.shape, 1))
            built.set_weights([np.array([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]])[..., None, None]])
        before, after = (np.asarray(built(each[None, ..., None]))[0, ..., 0] for each in (found.before, found.after))
        np.testing.assert_allclose(found.outputs[name].after, after, atol=1e-5)
        assert found.outputs[name].changed.sum() == (~np.isclose(before, after, atol=1e-6)).sum()


@pytest.mark.parametrize("shift", [(0, 1), (1, 0), (1, 1)])
def test_the_scene_moves_by_what_was_asked_and_nothing_comes_from_nowhere(shift):
    found = shift_experiment("numbers", *shift)
    down, across = shift
    np.testing.assert_array_equal(found.after[down:, across:], found.before[: 16 - down, : 16 - across])


def test_on_the_photograph_max_pooling_forgives_most_and_strides_least():
    changed = {name: int(each.changed.sum()) for name, each in shift_experiment("photo", 0, 1).outputs.items()}
    assert changed["max"] < changed["average"] < changed["strides"]


def test_what_max_pooling_keeps_is_where_keras_s_gradient_goes():
    import tensorflow as tf

    inputs = np.random.default_rng(3).integers(0, 5, (7, 6, 1)).astype("float32")  # with ties
    for config in ({"pool_size": 2}, {"pool_size": 3, "strides": 2, "padding": "same"}, {"pool_size": 3, "strides": 1}):
        layer = keras.layers.MaxPooling2D(**config)
        variable = tf.Variable(inputs[None])
        with tf.GradientTape() as tape:
            total = tf.reduce_sum(layer(variable))
        gradient = tape.gradient(total, variable).numpy()[0, ..., 0]
        np.testing.assert_array_equal(kept({"class_name": "MaxPooling2D", "config": config}, inputs), gradient > 0)


def test_the_course_s_network_with_and_without_pooling():
    pooled, plain = compared()
    assert [each.parameters for each in pooled if each.parameters] == [320, 18_496, 73_856, 11_530]
    assert [each.output_shape[0] for each in pooled if len(each.output_shape) == 3] == [26, 13, 11, 5, 3]
    assert (pooled[-2].output_shape, plain[-2].output_shape) == ((1152,), (61_952,))
    assert pooled[-3].receptive_field.size == (18, 18)
    assert plain[-3].receptive_field.size == (7, 7)
