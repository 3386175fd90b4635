"""Questions: the answers are Keras's, the slips are wrong answers, and their texts are whole."""

import itertools
from math import prod

import keras
import numpy as np
import pytest

from cnnlab.core.layers import LayerError
from cnnlab.core.questions.exercises import parameters_exercise, reach_exercise, size_exercise
from cnnlab.core.stepping.cell import run
from cnnlab.core.stepping.pooled import average_exercise

CONVOLUTION = {"class_name": "Conv2D", "config": {"filters": 2, "kernel_size": 3, "strides": 1, "padding": "valid"}}


def built(layer, change=()):
    return getattr(keras.layers, layer["class_name"])(**{**layer["config"], **dict(change)})


def every_layer():
    for kind, size, strides, padding in itertools.product(
        ("Conv2D", "DepthwiseConv2D", "SeparableConv2D", "Conv2DTranspose"), (1, 2, 3, 5), (1, 2, 3), ("valid", "same")
    ):
        config = {"kernel_size": size, "strides": strides, "padding": padding}
        yield {"class_name": kind, "config": config | ({} if kind == "DepthwiseConv2D" else {"filters": 3})}


@pytest.mark.parametrize("change", [{"strides": 2}, {"padding": "same"}, {"padding": "valid"}], ids=str)
def test_the_rows_are_keras_s_and_no_slip_is_right(change):
    asked = 0
    for layer in every_layer():
        exercise = size_exercise(layer, (11, 8, 4), change)
        assert exercise.answer == built(layer, change).compute_output_shape((None, 11, 8, 4))[1], layer
        assert exercise.answer not in exercise.slips
        assert all("{" not in str(each) for each in exercise.slips.values())
        asked += 1
    assert asked == 96


def test_parameters_are_keras_s_and_no_slip_is_right():
    for layer in every_layer():
        exercise = parameters_exercise(layer, (11, 8, 4), 8)
        (name, value), *_ = exercise.change.items()
        keras_layer = built(layer, {name: value})
        keras_layer.build((None, 11, 8, 4))
        assert exercise.answer == keras_layer.count_params(), layer
        assert exercise.answer not in exercise.slips


def test_the_reach_is_what_changes_when_the_cell_does():
    asked = 0
    for layer in every_layer():
        ones = {"kernel_size": layer["config"]["kernel_size"], "strides": layer["config"]["strides"]}
        plain = {"class_name": layer["class_name"], "config": layer["config"] | ones | {"use_bias": False}}
        exercise = reach_exercise(plain, (11, 8, 1))
        keras_layer = built(plain)
        keras_layer.build((None, 11, 8, 1))
        keras_layer.set_weights([np.ones(each.shape) for each in keras_layer.weights])
        lit = np.zeros((1, 11, 8, 1), "float32")
        lit[0, exercise.values["row"] - 1, exercise.values["column"] - 1] = 1
        changed = np.asarray(keras_layer(lit))[0, ..., 0] != 0
        assert exercise.answer == changed.sum(), layer
        asked += 1
    assert asked == 96


@pytest.mark.parametrize(
    ("answer", "forgotten"),
    [(4, "rounded down"), (2, "first window counts"), (6, "size without the change")],
)
def test_the_slip_behind_a_wrong_number_of_rows_is_told(answer, forgotten):
    exercise = size_exercise(CONVOLUTION, (8, 8, 1), {"strides": 2})
    assert exercise.answer == 3
    assert forgotten in str(exercise.said_of(answer))


def test_same_does_not_keep_the_size_under_a_stride():
    layer = {"class_name": "Conv2D", "config": CONVOLUTION["config"] | {"padding": "same"}}
    exercise = size_exercise(layer, (8, 8, 1), {"strides": 2})
    assert exercise.answer == 4
    assert "only for stride 1" in str(exercise.said_of(8))


@pytest.mark.parametrize(
    ("answer", "forgotten"), [(216, "biases are missing"), (80, "input channels"), (28, "one filter")]
)
def test_the_slip_behind_a_wrong_number_of_parameters_is_told(answer, forgotten):
    exercise = parameters_exercise(CONVOLUTION, (7, 7, 3), 8)
    assert exercise.answer == 3 * 3 * 3 * 8 + 8
    assert forgotten in str(exercise.said_of(answer))


def test_without_bias_none_is_missing():
    layer = {"class_name": "Conv2D", "config": CONVOLUTION["config"] | {"use_bias": False}}
    exercise = parameters_exercise(layer, (7, 7, 3), 8)
    assert exercise.answer == prod((3, 3, 3, 8))
    assert not any("biases are missing" in str(each) for each in exercise.slips.values())


def test_an_unknown_wrong_answer_has_no_slip():
    assert size_exercise(CONVOLUTION, (8, 8, 1), {"strides": 2}).said_of(77) is None


def test_the_corner_s_mean_is_keras_s():
    exercise = average_exercise()
    field = np.zeros((5, 5, 1))
    field[4, 4] = exercise.values["value"]
    layer = {"class_name": "AveragePooling2D", "config": {"pool_size": 2, "padding": "same"}}
    assert run(layer, field, [])[2, 2, 0] == exercise.answer
    assert np.asarray(built(layer)(field[None]))[0, 2, 2, 0] == exercise.answer


def test_a_change_that_keras_refuses_is_refused():
    layer = {"class_name": "Conv2D", "config": CONVOLUTION["config"] | {"dilation_rate": 2}}
    with pytest.raises(LayerError):
        size_exercise(layer, (11, 11, 1), {"strides": 2})
