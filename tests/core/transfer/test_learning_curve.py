"""From how many pictures on more of them change nothing, by hand and against the comparison of two accuracies."""

import pytest

from cnnlab.core.history import compared
from cnnlab.core.transfer.learning_curve import enough


@pytest.mark.parametrize(
    ("accuracies", "count"),
    [
        ({10: 0.5}, 10),
        ({10: 0.90, 100: 0.98, 2000: 0.985}, 100),
        ({10: 0.95, 100: 0.95, 2000: 0.95}, 10),
        ({10: 0.97, 100: 0.98, 2000: 0.99}, 100),  # 10 differs from 2,000 alone
        ({2000: 0.99, 10: 0.90}, 2000),
    ],
)
def test_the_smallest_number_from_which_on_only_chance_differs(accuracies, count):
    assert enough(accuracies, 1000) == count
    larger = [accuracy for pictures, accuracy in accuracies.items() if pictures > count]
    assert not any(compared(accuracies[count], accuracy, 1000).differs for accuracy in larger)


def test_without_accuracies_there_is_no_answer():
    with pytest.raises(ValueError, match="no accuracies"):
        enough({}, 1000)
