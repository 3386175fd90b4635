"""Blocked ReLUs, the blur and the total variation of an ascent, on numbers worked out by hand."""

import keras
import numpy as np
import pytest
from keras import layers, ops

from cnnlab.nets.filters.rectifiers import before_relu, ceiling, redirected, redirected_relu
from cnnlab.nets.filters.smoothing import blurred, variation_gradient
from cnnlab.nets.gradients import compiled_gradient
from cnnlab.nets.graph import Graph

pytestmark = pytest.mark.backends


def array(values):
    return np.array(values, "float32")


CASES = {  # x, the gradient from above, the largest value, the gradient by hand
    "what passes stays": ([[2, -1]], [[3, 5]], None, [[3, 0]]),
    "all blocked: only up": ([[-2, -1]], [[3, -5]], None, [[3, 0]]),
    "at 0 too": ([[0, 0]], [[3, -5]], None, [[3, 0]]),
    "a passing 0 opens nothing new": ([[2, -1]], [[0, 5]], None, [[0, 5]]),
    "each picture by itself": ([[2, -1], [-2, -1]], [[3, 5], [3, 5]], None, [[3, 0], [3, 5]]),
    "above 6: only down": ([[7, 8]], [[3, -5]], 6.0, [[0, -5]]),
    "below 0 and above 6": ([[-1, 8]], [[3, -5]], 6.0, [[3, -5]]),
    "further away from both": ([[-1, 8]], [[-3, 5]], 6.0, [[0, 0]]),
    "between, as ever": ([[3, 8]], [[-1, -5]], 6.0, [[-1, 0]]),
}


@pytest.mark.parametrize(("x", "upstream", "high", "expected"), CASES.values(), ids=CASES)
def test_redirected_gradients_by_hand(x, upstream, high, expected):
    found = ops.convert_to_numpy(redirected(array(x), array(upstream), high))
    np.testing.assert_array_equal(found, expected)


@pytest.mark.parametrize("high", [None, 6.0])
def test_the_values_are_those_of_the_relu_and_the_gradient_is_the_redirected_one(high):
    x = array([[-1, 3, 8], [-1, -2, -3]])

    def score(addend, weights):
        values = redirected_relu(x + addend, high)
        return ops.sum(values * weights), values

    run = compiled_gradient(score, lambda gradient, values: (gradient, values))
    gradient, values = (ops.convert_to_numpy(part) for part in run(x.shape, array([[1, 2, 4], [1, -2, 4]])))
    np.testing.assert_array_equal(values, [[0, 3, 8 if high is None else 6], [0, 0, 0]])
    np.testing.assert_array_equal(gradient, [[0, 2, 4 if high is None else 0], [1, 0, 4]])


def test_which_layers_end_in_a_relu():
    inputs = keras.Input((8, 8, 3))
    x = layers.Conv2D(2, 3, activation="relu")(inputs)
    x = layers.Conv2D(2, 3, activation="relu6")(x)
    x = layers.Conv2D(2, 3, activation="tanh")(x)
    x = layers.ReLU()(x)
    x = layers.ReLU(max_value=6)(x)
    x = layers.ReLU(negative_slope=0.1)(x)
    x = layers.Activation("relu")(x)
    x = ops.relu6(x)
    x = keras.activations.relu(x)
    x = keras.activations.relu(x, max_value=4)
    x = keras.activations.relu(x, negative_slope=0.1)
    x = keras.activations.relu(x, threshold=1.0)
    x = keras.activations.relu6(x)
    x = layers.Conv2D(2, 1, activation=layers.ReLU(5))(x)
    x = layers.Conv2D(2, 1, activation=layers.ReLU(negative_slope=0.1))(x)
    x = layers.Conv2D(2, 1, activation=ops.relu)(x)
    found = [ceiling(step) for step in Graph(keras.Model(inputs, x)).steps]
    kept = [(True, None), (True, 6.0), (False, None), (True, None), (True, 6.0)]
    kept += [(False, None), (True, None), (True, 6.0)]
    functions = [(True, None), (True, 4.0), (False, None), (False, None), (True, 6.0)]
    assert found == [*kept, *functions, (True, 5.0), (False, None), (True, None)]


WAYS = {"a layer as activation": {"activation": layers.ReLU(6)}, "its name": {"activation": "relu"}, "behind": {}}


@pytest.mark.parametrize("more", WAYS.values(), ids=WAYS)
def test_what_comes_before_a_relu(more):
    """-1 and 7, whether the ReLU is an argument of the layer or a function behind it; the layer keeps its own."""
    inputs = keras.Input((1, 2, 1))
    x = layers.Conv2D(1, 1, use_bias=False, kernel_initializer="ones", **more)(inputs)
    model = keras.Model(inputs, x if more else keras.activations.relu(x))
    step = Graph(model).steps[-1]
    x = ops.convert_to_tensor(array([[[[-1], [7]]]]))
    assert ops.convert_to_numpy(before_relu(step)(x)).ravel().tolist() == [-1, 7]
    most = 6 if isinstance(more.get("activation"), layers.ReLU) else 7
    assert ops.convert_to_numpy(step.operation(x)).ravel().tolist() == [0, most]


def test_the_total_variation_falls_along_its_gradient():
    """In a line 0, 1, 0 the term of each cell is |its difference to the next|: 1 is in two of them, each end in one."""
    line = array([0, 1, 0]).reshape(1, 1, 3, 1)
    found = ops.convert_to_numpy(variation_gradient(line)).ravel()
    np.testing.assert_allclose(found, [-1, 2, -1], atol=1e-5)


def test_its_gradient_is_that_of_finite_differences():
    picture = np.random.default_rng(1).normal(size=(1, 4, 5, 2))

    def variation(x):
        right, below = np.zeros_like(x), np.zeros_like(x)
        right[:, :, :-1], below[:, :-1] = np.diff(x, axis=2), np.diff(x, axis=1)
        return np.sqrt(right**2 + below**2 + 1e-6).sum()

    found = ops.convert_to_numpy(variation_gradient(picture.astype("float32")))
    for at in np.ndindex(picture.shape):
        step = np.zeros_like(picture)
        step[at] = 1e-5
        assert found[at] == pytest.approx((variation(picture + step) - variation(picture - step)) / 2e-5, abs=1e-3)


def test_a_blur_of_0_leaves_a_picture_and_any_blur_a_flat_one():
    picture = np.random.default_rng(1).uniform(size=(2, 9, 9, 3)).astype("float32")
    np.testing.assert_allclose(ops.convert_to_numpy(blurred(picture, array(0.0))), picture, atol=1e-6)
    flat = np.full((1, 9, 9, 3), 0.3, "float32")
    np.testing.assert_allclose(ops.convert_to_numpy(blurred(flat, array(1.5))), flat, atol=1e-6)


def test_a_point_becomes_a_gaussian():
    point = np.zeros((1, 9, 9, 3), "float32")
    point[0, 4, 4, 1] = 1
    found = ops.convert_to_numpy(blurred(point, array(1.0)))
    taps = np.exp(-0.5 * np.arange(-3, 4) ** 2)
    np.testing.assert_allclose(found[0, 1:8, 1:8, 1], np.outer(taps, taps) / taps.sum() ** 2, atol=1e-6)
    assert found[..., 0].max() == 0
