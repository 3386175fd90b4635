"""Steadiness by hand, and the comparison of two networks whichever way it comes out."""

import numpy as np
import pytest

from cnnlab.core.augmentation.steadiness import Steadiness, changed_for_any, compare_steadiness, predicted

FIRST = Steadiness(0.2, np.array([0.1, 0.6, 0.3, 0.9]))
SECOND = Steadiness(0.8, np.array([0.7, 0.5, 0.9, 0.95]))


def test_changes_and_spread_by_hand():
    assert FIRST.changed.tolist() == [False, True, False, True]
    assert SECOND.changed.tolist() == [False, True, False, False], "0.5 is still the first class"
    assert changed_for_any([FIRST, SECOND]) == [1, 3]
    assert Steadiness(0.0, np.array([0.0, 1.0])).spread == pytest.approx(0.5)


def test_classes_by_hand():
    assert predicted(0.5) == (0, 0.5)
    assert predicted(0.6) == (1, 0.6)
    assert [FIRST.correct(index) for index in (0, 1)] == [2, 2]
    assert [SECOND.correct(index) for index in (0, 1)] == [1, 3]


def steadiness_with(changes: int, spread: float) -> Steadiness:
    """Ten versions, of which so many change the answer; their standard deviation is about `spread`."""
    versions = np.full(10, 0.3)
    versions[:changes] = 0.6
    return Steadiness(0.3, versions + np.resize([spread, -spread], 10))


@pytest.mark.parametrize(
    ("baseline", "network", "comparison"),
    [
        ((4, 0.05), (2, 0.01), "steadier"),
        ((0, 0.05), (0, 0.01), "steadier"),
        ((0, 0.05), (3, 0.05), "less steady"),
        ((1, 0.01), (1, 0.09), "less steady"),
        ((0, 0.15), (1, 0.0), "unclear"),
        ((0, 0.0), (0, 0.0), "alike"),
    ],
)
def test_the_comparison_by_hand(baseline, network, comparison):
    assert compare_steadiness(steadiness_with(*network), steadiness_with(*baseline)) == comparison
