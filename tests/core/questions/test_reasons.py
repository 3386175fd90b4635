"""What is said of a right answer, and that questions are about something that changes; all by hand."""

import pytest

from cnnlab.core.layers import LayerError
from cnnlab.core.questions.average import CORNER, average_exercise
from cnnlab.core.questions.layers import first_that_matters, reach_exercise, size_exercise
from cnnlab.core.questions.parameters import parameters_exercise
from cnnlab.core.questions.segmentation import dice_exercise
from cnnlab.core.questions.window import window_question
from cnnlab.core.stepping.cell import step
from cnnlab.core.stepping.stepped import stepped

CONV = {"class_name": "Conv2D", "config": {"filters": 1, "kernel_size": 3}}
POOL = {"class_name": "MaxPooling2D", "config": {"pool_size": 2, "padding": "valid"}}


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        (size_exercise(CONV, (8, 8, 1), {"strides": 2}), "5 / 2, rounded down, is 2"),
        (reach_exercise(CONV, (7, 7, 1)), "depend on it: 3; columns: 3"),
        (parameters_exercise(CONV, (7, 7, 3), 8), "9 × 3 × 8 weights, and 8 biases"),
        (average_exercise(), "8 / 1"),
        (
            window_question({**CONV, "config": {**CONV["config"], "strides": 2}}, (7, 7, 1)),
            "at row 1, and this one starts at row 3",
        ),
        (
            window_question({**CONV, "config": {**CONV["config"], "padding": "same"}}, (7, 7, 1)),
            "1 above row 1, and this one starts 1 below it",
        ),
    ],
)
def test_a_right_answer_has_its_reason(question, reason):
    assert reason in str(question.reason)


@pytest.mark.parametrize(
    ("question", "wrong", "hint"),
    [
        (size_exercise(CONV, (8, 8, 1), {"strides": 2}), 77, "spans 3 of 8 rows, padding included. How often can it"),
        (size_exercise(CONV, (8, 8, 1), {"padding": "same"}), 77, "spans 3 of 10 rows"),
        (
            size_exercise({**CONV, "class_name": "Conv2DTranspose"}, (8, 8, 1), {"strides": 2}),
            77,
            "makes 2 rows of the output. The kernel spans 3",
        ),
        (dice_exercise(80), 7, "then 80 are in both"),  # of 100 + 100 − 80 = 120 in at least one: 67%
        (average_exercise(), 7, "Which of the four cells"),
    ],
)
def test_a_wrong_answer_that_no_slip_explains_gets_a_hint_where_to_begin(question, wrong, hint):
    assert question.slip_for(wrong) is None
    assert hint in str(question.hint)


def test_a_question_is_about_a_change_that_changes_the_rows():
    """With 6 rows and windows of 2, `same` makes 3 rows of 6 as `valid` does; windows of 3 make 2."""
    changes = [{"padding": "same"}, {"pool_size": 3}]
    assert first_that_matters(POOL, (6, 6, 1), changes) == {"pool_size": 3}
    assert first_that_matters(POOL, (7, 7, 1), changes) == {"padding": "same"}  # 4 rows instead of 3
    assert first_that_matters(CONV, (3, 3, 1), [{"kernel_size": 9}, {"padding": "same"}]) == {"padding": "same"}
    same = {"class_name": "MaxPooling2D", "config": {"pool_size": 2, "strides": 2, "padding": "same"}}
    with pytest.raises(LayerError, match="stays the same"):
        first_that_matters(same, (6, 6, 1), [{"padding": "valid"}, {"pool_size": 3}])


def test_the_corner_that_is_asked_about_is_the_one_that_is_shown():
    names = {"pool_size": CORNER["pool_size"], "padding": CORNER["padding"]}
    layer = {"class_name": CORNER["layer"], "config": names}
    drawn = stepped(layer, (CORNER["height"], CORNER["width"], 1), "numbers", edits=CORNER["edits"])
    found = step(drawn.layer, drawn.inputs, drawn.weights, tuple(map(int, CORNER["at"].split("."))))
    assert found.value == average_exercise().answer
