"""Questions: the answers are Keras's, the slips are wrong answers, and their texts are complete."""

import itertools
from math import prod

import keras
import numpy as np
import pytest

from cnnlab.core.layers import LayerError
from cnnlab.core.questions.average import average_exercise
from cnnlab.core.questions.exercises import reach_exercise, size_exercise
from cnnlab.core.questions.parameters import parameters_exercise
from cnnlab.core.stepping.cell import run

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
def test_the_rows_agree_with_keras_and_no_slip_is_the_answer(change):
    count = 0
    for layer in every_layer():
        exercise = size_exercise(layer, (11, 8, 4), change)
        assert exercise.answer == built(layer, change).compute_output_shape((None, 11, 8, 4))[1], layer
        assert exercise.answer not in exercise.slips
        assert all("{" not in str(slip) for slip in exercise.slips.values())
        count += 1
    assert count == 96


def test_parameters_agree_with_keras_and_no_slip_is_the_answer():
    for layer in every_layer():
        exercise = parameters_exercise(layer, (11, 8, 4), 8)
        (name, value), *_ = exercise.change.items()
        keras_layer = built(layer, {name: value})
        keras_layer.build((None, 11, 8, 4))
        assert exercise.answer == keras_layer.count_params(), layer
        assert exercise.answer not in exercise.slips


def test_the_reach_is_the_number_of_cells_that_change_with_the_input_cell():
    count = 0
    for layer in every_layer():
        ones = {"kernel_size": layer["config"]["kernel_size"], "strides": layer["config"]["strides"]}
        plain = {"class_name": layer["class_name"], "config": layer["config"] | ones | {"use_bias": False}}
        exercise = reach_exercise(plain, (11, 8, 1))
        keras_layer = built(plain)
        keras_layer.build((None, 11, 8, 1))
        keras_layer.set_weights([np.ones(weight.shape) for weight in keras_layer.weights])
        lit = np.zeros((1, 11, 8, 1), "float32")
        lit[0, exercise.values["row"] - 1, exercise.values["column"] - 1] = 1
        changed = np.asarray(keras_layer(lit))[0, ..., 0] != 0
        assert exercise.answer == changed.sum(), layer
        count += 1
    assert count == 96


@pytest.mark.parametrize(
    ("answer", "hint"),
    [(4, "Round 3.50 down"), (2, "Count the first position"), (6, "rows before the change")],
)
def test_the_slip_behind_a_wrong_number_of_rows(answer, hint):
    exercise = size_exercise(CONVOLUTION, (8, 8, 1), {"strides": 2})
    assert exercise.answer == 3
    assert hint in str(exercise.slip_for(answer))


def test_same_does_not_keep_the_size_with_a_stride():
    layer = {"class_name": "Conv2D", "config": CONVOLUTION["config"] | {"padding": "same"}}
    exercise = size_exercise(layer, (8, 8, 1), {"strides": 2})
    assert exercise.answer == 4
    assert "only with stride 1" in str(exercise.slip_for(8))


@pytest.mark.parametrize(("answer", "hint"), [(216, "biases are missing"), (80, "input channels"), (28, "one filter")])
def test_the_slip_behind_a_wrong_number_of_parameters(answer, hint):
    exercise = parameters_exercise(CONVOLUTION, (7, 7, 3), 8)
    assert exercise.answer == 3 * 3 * 3 * 8 + 8
    assert hint in str(exercise.slip_for(answer))


def test_without_biases_none_are_missing():
    layer = {"class_name": "Conv2D", "config": CONVOLUTION["config"] | {"use_bias": False}}
    exercise = parameters_exercise(layer, (7, 7, 3), 8)
    assert exercise.answer == prod((3, 3, 3, 8))
    assert not any("biases are missing" in str(slip) for slip in exercise.slips.values())
    assert str(exercise.slip_for(exercise.answer + 8)) == "This layer has no biases."


@pytest.mark.parametrize(
    ("strides", "hint"), [(1, "the input is too small"), (2, "the window moves 2 cells at a time")]
)
def test_the_slip_of_counting_every_weight_of_the_kernel(strides, hint):
    layer = {"class_name": "Conv2D", "config": CONVOLUTION["config"] | {"kernel_size": 5, "strides": strides}}
    assert hint in str(reach_exercise(layer, (7, 7, 1)).slip_for(25))


def test_an_unknown_wrong_answer_has_no_slip():
    assert size_exercise(CONVOLUTION, (8, 8, 1), {"strides": 2}).slip_for(77) is None


def test_the_average_at_the_corner_agrees_with_keras():
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
