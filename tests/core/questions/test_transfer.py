"""Questions about transfer learning: the answers are Keras's or worked out by hand, the slips are wrong answers."""

import keras
import numpy as np
import pytest

from cnnlab.core.questions.transfer import frozen_exercise, head_exercise, standard_error_exercise
from cnnlab.core.transfer import HeadSettings


def every_question():
    yield from (head_exercise(HeadSettings(units=units)) for units in (0, 1, 16, 64, 256, 512))
    yield frozen_exercise()
    yield from (standard_error_exercise(percent, pictures) for percent in (0, 50, 72, 90, 98) for pictures in (25, 100))


def trainable(model):
    return sum(int(np.prod(weight.shape)) for weight in model.trainable_weights)


@pytest.mark.parametrize("units", [0, 16, 256, 512])
def test_the_parameters_that_train_are_those_of_keras(units):
    head = [keras.layers.Dense(units, activation="relu")] if units else []
    model = keras.Sequential([keras.Input((1280,)), *head, keras.layers.Dropout(0.5), keras.layers.Dense(1)])
    assert head_exercise(HeadSettings(units=units)).answer == trainable(model)


def test_what_freezing_leaves_of_vgg16_is_what_keras_leaves():
    base = keras.applications.VGG16(weights=None, include_top=False, input_shape=(180, 180, 3))
    asked = frozen_exercise()
    assert asked.values["layers"] == len(base.layers)
    assert asked.values["parameters"] == f"{base.count_params():,}"
    for layer in base.layers[:-4]:
        layer.trainable = False
    assert asked.values["frozen"] == len(base.layers[:-4])
    assert asked.answer == trainable(base) == 7_079_424
    assert "frozen ones" in str(asked.slip_for(base.count_params() - trainable(base)))
    base.layers[15].trainable = False  # one more than asked
    assert "input layer" in str(asked.slip_for(trainable(base)))


@pytest.mark.parametrize(
    ("units", "answer", "hint"),
    [
        (256, 1280 * 256 + 256, "output layer is missing (256 weights"),
        (256, 1280 * 256, "output layer and the biases"),
        (256, 3_413_024, "frozen"),
        (256, 3_741_217, "frozen"),
        (256, 49 * 1280 * 256 + 256 + 257, "averaged, not flattened"),
        (0, 1280, "bias is missing"),
        (0, 3_414_305, "frozen"),
        (0, 62_721, "averaged, not flattened"),
    ],
)
def test_the_slip_behind_a_wrong_number_of_parameters(units, answer, hint):
    assert hint in str(head_exercise(HeadSettings(units=units)).slip_for(answer))


@pytest.mark.parametrize(("answer", "hint"), [(7_077_888, "biases"), (9_439_232, "pooling"), (14_714_688, "all")])
def test_the_slip_behind_a_wrong_count_of_vgg16(answer, hint):
    assert hint in str(frozen_exercise().slip_for(answer))


def test_the_standard_error_is_how_much_an_accuracy_scatters():
    """Of 100,000 samples of 100 pictures each; in percentage points."""
    drawn = np.random.default_rng(0).binomial(100, [[0.5], [0.72], [0.9]], (3, 100_000))
    answers = [standard_error_exercise(percent, 100).answer for percent in (50, 72, 90)]
    np.testing.assert_array_equal(np.rint(drawn.std(axis=1)), answers)


@pytest.mark.parametrize(
    ("answer", "hint"), [(30, "√100"), (9, "variance"), (10, "wrong answers"), (6, "two standard errors"), (5, "50%")]
)
def test_the_slip_behind_a_wrong_standard_error(answer, hint):
    asked = standard_error_exercise(90, 100)
    assert asked.answer == 3
    assert hint in str(asked.slip_for(answer))


def test_every_text_is_complete_and_no_slip_is_the_answer():
    count = 0
    for asked in every_question():
        texts = [asked.question.format(**asked.values), *map(str, asked.slips.values())]
        assert not any("{" in text for text in texts)
        assert asked.slips
        assert asked.answer not in asked.slips
        count += 1
    assert count == 17
