"""The committed measurement of wrong scaling, and the test of paired answers against SciPy."""

import pytest
from scipy.stats import binomtest

from cnnlab.core.cards import card
from cnnlab.core.transfer.scaling import paired_p_value, scaling_cost

ROWS = {row.scaling: row for row in scaling_cost().rows}


def test_the_base_s_own_scaling_gives_the_accuracy_of_the_card():
    stated = next(row.value for row in card("cats_dogs_extraction").measured if row.figure == "test accuracy")
    assert ROWS["own"].test == stated
    assert (ROWS["own"].lost, ROWS["own"].gained) == (0, 0)


def test_the_page_s_words_hold():
    """Scaled twice it hardly does better than guessing; in place of the base's scaling it makes a few more mistakes."""
    assert 0.5 < ROWS["twice"].test < 0.6
    assert 0.97 < ROWS["instead"].test < ROWS["own"].test
    assert ROWS["instead"].p_value < 0.05
    assert ROWS["twice"].p_value < 0.001


@pytest.mark.parametrize("name", ["twice", "instead"])
def test_the_accuracies_differ_by_the_pictures_lost_and_gained(name):
    row = ROWS[name]
    lost = (row.lost - row.gained) / scaling_cost().test_pictures
    assert ROWS["own"].test - row.test == pytest.approx(lost, abs=1e-9)


@pytest.mark.parametrize(("lost", "gained"), [(13, 2), (428, 4), (3, 3), (0, 6), (1, 0)])
def test_the_p_value_is_that_of_the_sign_test(lost, gained):
    expected = binomtest(min(lost, gained), lost + gained).pvalue
    assert paired_p_value(lost, gained) == pytest.approx(expected)


def test_no_differing_answer_is_no_difference():
    assert paired_p_value(0, 0) == 1.0
