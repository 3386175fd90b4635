"""The confusion matrix, counted by hand and with Keras."""

import keras
import numpy as np
import pytest

from cnnlab.core.transfer.confusion import ConfusionError, Mistake, confusion, most_certain_mistakes

LABELS = np.array([0, 0, 0, 1, 1, 1, 1, 0], np.uint8)
GIVEN = np.array([0.25, 0.75, 0.125, 0.875, 0.375, 1.0, 0.0, 0.875], np.float32)


def test_by_hand():
    found = confusion(LABELS[:, None], GIVEN[:, None])
    assert found.counts.tolist() == [[2, 2], [2, 2]]
    assert {cell: indices.tolist() for cell, indices in found.members.items()} == {
        (0, 0): [2, 0],
        (0, 1): [7, 1],
        (1, 0): [6, 4],
        (1, 1): [5, 3],
    }
    assert found.accuracy == 0.5
    assert found.standard_error == pytest.approx((0.5 * 0.5 / 8) ** 0.5)


def test_another_threshold_by_hand():
    found = confusion(LABELS, GIVEN, threshold=0.8)
    assert found.counts.tolist() == [[3, 1], [2, 2]]
    assert found.members[0, 0].tolist() == [2, 0, 1]
    assert found.accuracy == 5 / 8


def test_the_most_certain_mistakes_by_hand():
    expected = [Mistake(6, 1, 1.0), Mistake(7, 0, 0.875), Mistake(1, 0, 0.75), Mistake(4, 1, 0.625)]
    assert most_certain_mistakes(LABELS, GIVEN, 10) == expected
    assert most_certain_mistakes(LABELS, GIVEN, 2) == expected[:2]


def test_equally_certain_answers_stay_in_order():
    found = confusion(np.ones(50), np.tile([1.0, 0.0], 25))
    assert found.members[1, 1].tolist() == list(range(0, 50, 2))
    assert [mistake.index for mistake in most_certain_mistakes(np.ones(50), np.tile([1.0, 0.0], 25), 50)] == list(
        range(1, 50, 2)
    )


@pytest.mark.parametrize("threshold", [0.5, 0.25])
def test_the_accuracy_is_that_of_keras_also_at_the_threshold_itself(threshold):
    generator = np.random.default_rng(1)
    labels, given = generator.integers(0, 2, 200), generator.integers(0, 9, 200) / 8
    expected = keras.metrics.binary_accuracy(labels, given, threshold=threshold)
    found = confusion(labels, given, threshold)
    assert found.accuracy == pytest.approx(float(np.mean(np.asarray(expected))))
    assert len(most_certain_mistakes(labels, given, 200, threshold)) == found.counts[0, 1] + found.counts[1, 0]


@pytest.mark.parametrize(
    ("labels", "given", "hint"),
    [
        ([0, 1], [0.5], "2 labels, 1 numbers"),
        ([], [], "0 labels"),
        ([0, 2], [0.5, 0.5], "label 0 or 1"),
        ([0, 1], [0.5, np.nan], "has diverged"),
        ([0, 1], [0.5, 1.5], "from 0 to 1"),
        ([0, 1], [-0.5, 0.5], "from 0 to 1"),
    ],
)
def test_what_does_not_belong_together_is_refused(labels, given, hint):
    for count in (confusion, lambda first, second: most_certain_mistakes(first, second, 1)):
        with pytest.raises(ConfusionError) as refused:
            count(np.array(labels), np.array(given))
        assert hint in str(refused.value)
