"""Questions about masks, by sets of pixels and by hand."""

import numpy as np
import pytest

from cnnlab.core.questions.segmentation import (
    PREDICTED,
    TRUTH,
    accuracy_exercise,
    dice_exercise,
    overlap_exercise,
    pieces_exercise,
)


def scores(one: np.ndarray, other: np.ndarray) -> tuple[float, float]:
    """IoU and Dice in percent, of sets of pixels."""
    first, second = set(np.flatnonzero(one)), set(np.flatnonzero(other))
    shared = len(first & second)
    return 100 * shared / len(first | second), 200 * shared / (len(first) + len(second))


def test_the_overlap_of_the_drawn_masks():
    iou, dice = scores(TRUTH, PREDICTED)
    assert overlap_exercise().answer == round(iou)
    assert "Dice" in overlap_exercise().slips[round(dice)].template


@pytest.mark.parametrize("seed", range(5))
def test_iou_follows_from_dice_for_any_two_masks(seed):
    """To what rounding Dice to whole percents leaves, at a slope of 2 / (2 - D)² of at most 2, and rounding IoU."""
    iou, dice = scores(*(np.random.default_rng(seed).random((2, 400)) < 0.6))
    assert dice_exercise(round(dice)).answer == pytest.approx(iou, abs=1.5)


@pytest.mark.parametrize(
    "asked", [overlap_exercise(), dice_exercise(), accuracy_exercise()], ids=["iou", "dice", "all"]
)
def test_the_answer_is_no_slip(asked):
    assert asked.answer not in asked.slips
    assert len(asked.slips) >= 3


def test_pixel_accuracy_of_background_alone():
    assert accuracy_exercise(25).answer == 75
    assert accuracy_exercise(25).slip_for(25).template.startswith("Those are the pixels that are wrong")


def test_pieces_by_hand():
    """Two squares of four cells; a column of two meets one of them at a corner."""
    assert pieces_exercise().answer == 2
    assert pieces_exercise().slip_for(3).template.startswith("Cells that meet at a corner")
    alone = np.array([[1, 0, 1], [0, 0, 0], [0, 1, 0]], np.uint8)
    assert pieces_exercise(alone).answer == 3
