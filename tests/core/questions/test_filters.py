"""The questions of the Filters page, by hand."""

from cnnlab.core.questions.filters import averaged_exercise, length_question, linear_question, silent_question


def test_the_cells_that_the_score_averages():
    asked = averaged_exercise(41, 41)
    assert asked.answer == 37 * 37
    assert {wrong: "".join(slip.template) for wrong, slip in asked.slips.items()}.keys() == {41 * 41, 39 * 39, 37}


def test_each_choice_has_one_right_answer_with_its_reason():
    right = [choice().answer for choice in (linear_question, length_question, silent_question)]
    assert right == ["The kernel itself, up to a factor", "As long as here", "0 everywhere"]
    assert all(choice().reason for choice in (linear_question, length_question, silent_question))
