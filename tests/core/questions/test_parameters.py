"""The question about parameters: the answer is Keras's, and no slip is the answer."""

from math import prod

import pytest

from cnnlab.core.questions.parameters import parameters_exercise
from tests.core.questions.every_layer import CONVOLUTION, built, every_layer


def test_parameters_agree_with_keras_and_no_slip_is_the_answer():
    for layer in every_layer():
        exercise = parameters_exercise(layer, (11, 8, 4), 8)
        (name, value), *_ = exercise.change.items()
        keras_layer = built(layer, {name: value})
        keras_layer.build((None, 11, 8, 4))
        assert exercise.answer == keras_layer.count_params(), layer
        assert exercise.answer not in exercise.slips


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
