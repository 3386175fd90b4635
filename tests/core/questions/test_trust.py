"""Guesses about a heat map's measures, by hand: the answer, the hint behind each wrong one, and ties."""

import math

import pytest

from cnnlab.core.questions.trust import CHANGES, MAPS, SAME, STAYS, animal_question, weights_question


def test_before_the_measures_no_answer_is_wrong():
    for question in (animal_question(), weights_question()):
        assert set(question.options.values()) == {None}
        assert question.reason is None


def test_the_map_with_the_largest_mass_is_right():
    question = animal_question([0.25, 0.125, 0.5])
    assert question.options[MAPS[2]] is None
    assert str(question.options[MAPS[0]]) == "On the animal lies 25% of that map's sum; the largest share is 50%."
    assert str(question.reason) == "The shares are 25%, 12%, 50%, in the order of the table."
    assert list(question.options) == list(animal_question().options)


def test_maps_that_share_the_largest_mass_are_both_right():
    question = animal_question([0.5, 0.25, 0.5])
    assert [name for name, slip in question.options.items() if slip is None] == [MAPS[0], MAPS[2]]


def test_shares_are_compared_as_they_are_shown():
    question = animal_question([0.502, 0.25, 0.504])  # both are shown as 50%
    assert [name for name, slip in question.options.items() if slip is None] == [MAPS[0], MAPS[2]]
    assert str(question.reason) == "The shares are 50%, 25%, 50%, in the order of the table."


@pytest.mark.parametrize(
    ("spearman", "answer"),
    [(-0.25, CHANGES), (STAYS - 0.01, CHANGES), (0.494, CHANGES), (0.4996, SAME), (STAYS, SAME), (1, SAME)],
)
def test_a_map_stays_from_a_correlation_of_one_half(spearman, answer):
    question = weights_question(spearman)
    assert question.answer == answer
    assert list(question.options) == list(weights_question().options)


def test_the_correlation_is_told_with_a_minus_sign():
    wrong = weights_question(-0.25).options[SAME]
    assert "map is \u22120.25; from 0.5 on" in str(wrong)
    for nothing in (-0.0, -0.001):
        assert "map is 0.00;" in str(weights_question(nothing).options[SAME])


def test_a_map_that_becomes_the_same_everywhere_has_changed_without_a_correlation():
    question = weights_question(math.nan)
    assert question.answer == CHANGES
    assert str(question.reason) == "With random weights in all layers, the map has the same value everywhere."
    assert question.options[SAME] == question.reason
