"""Questions: the answers are Keras's, the slips are wrong answers, and their texts are complete."""

import numpy as np
import pytest

from cnnlab.core.layers import LayerError
from cnnlab.core.questions.layers import reach_exercise, size_exercise
from tests.core.questions.every_layer import CONVOLUTION, built, every_layer


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


@pytest.mark.parametrize(
    ("strides", "hint"), [(1, "the input is too small"), (2, "the window moves 2 cells at a time")]
)
def test_the_slip_of_counting_every_weight_of_the_kernel(strides, hint):
    layer = {"class_name": "Conv2D", "config": CONVOLUTION["config"] | {"kernel_size": 5, "strides": strides}}
    assert hint in str(reach_exercise(layer, (7, 7, 1)).slip_for(25))


def test_an_unknown_wrong_answer_has_no_slip():
    assert size_exercise(CONVOLUTION, (8, 8, 1), {"strides": 2}).slip_for(77) is None


def test_a_change_that_keras_refuses_is_refused():
    layer = {"class_name": "Conv2D", "config": CONVOLUTION["config"] | {"dilation_rate": 2}}
    with pytest.raises(LayerError):
        size_exercise(layer, (11, 11, 1), {"strides": 2})


def test_the_hint_about_the_rows_leads_to_the_answer():
    """From the numbers in the hint alone, by the rule that it names."""
    count = 0
    for layer in every_layer():
        asked = layer["config"]
        refused = asked["kernel_size"] == 2 and asked["padding"] == "same"  # with output_padding
        added = layer["class_name"] == "Conv2DTranspose" and asked["strides"] > 1 and not refused
        for more in [None, 0] if added else [None]:
            config = asked | ({} if more is None else {"output_padding": more})
            exercise = size_exercise({**layer, "config": config}, (11, 8, 4), {"padding": config["padding"]})
            assert by_hint(exercise, config) == exercise.answer, config
            count += 1
    assert count == 110


def by_hint(exercise, config):
    told, hint = exercise.hint.values, str(exercise.hint)
    if "rows" in told:
        return (told["rows"] - told["reach"]) // told["strides"] + 1
    if "`same`" in hint:
        return 11 * told["strides"]
    if "cuts off" in hint:  # half the kernel at each side, as Keras has it
        cut = 2 * (config["kernel_size"] // 2) if config["padding"] == "same" else 0
        return 10 * told["strides"] + told["reach"] - cut
    return 11 * told["strides"] + max(0, told["reach"] - told["strides"])
