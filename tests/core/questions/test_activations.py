"""Questions about feature maps, answered by hand."""

import numpy as np

from cnnlab.core.questions.activations import (
    BEFORE,
    pooled_exercise,
    size_exercise,
    sparser_question,
    sparsity_exercise,
)


def test_size_by_hand():
    asked = size_exercise("conv", (3, 4, 5))
    assert asked.answer == 60
    assert "one channel" in str(asked.slips[12])
    assert "number of channels" in str(asked.slips[5])
    assert "adding" in str(asked.slips[12]) or "Multiply" in str(size_exercise("conv", (3, 4, 6)).slips[13])


def test_sparsity_by_hand():
    """Of the 16 values 4 are positive, 2 are 0, 10 are negative."""
    assert [(BEFORE > 0).sum(), (BEFORE == 0).sum(), (BEFORE < 0).sum()] == [4, 2, 10]
    asked = sparsity_exercise()
    assert asked.answer == 75
    assert {answer: str(slip)[:22] for answer, slip in asked.slips.items()} == {
        62: "Values that were 0 bef",
        25: "That is the share of v",
        12: "That is how many are 0",
    }


def test_pooling_by_hand():
    """The windows' largest values are 3, 0, 0 and 5."""
    asked = pooled_exercise()
    assert asked.answer == 50
    assert sorted(asked.slips) == [2, 25, 75, 100]
    assert pooled_exercise(np.array([[1.0, -1, -1, -1], [-1, -1, -1, -1]])).answer == 50


def test_the_layer_before_max_pooling_is_sparser():
    asked = sparser_question()
    assert asked.answer == "conv3"
    assert len(asked.options) == 3
