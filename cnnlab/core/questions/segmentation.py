"""Questions about masks: overlap, Dice and IoU, what pixel accuracy hides, connected pieces."""

import numpy as np

from cnnlab.core.errors import N_
from cnnlab.core.questions.exercises import Exercise, Slip, by_answer
from cnnlab.core.segmentation import connected_pieces

TRUTH = np.array([[0, 1, 1, 0], [0, 1, 1, 0], [0, 1, 1, 0], [0, 1, 1, 0]], np.uint8)
PREDICTED = np.array([[0, 0, 0, 0], [0, 0, 1, 1], [0, 0, 1, 1], [0, 0, 1, 1]], np.uint8)
PIECES = np.array([[1, 1, 0, 0, 0, 0], [1, 1, 0, 0, 1, 1], [0, 0, 1, 0, 1, 1], [0, 0, 1, 0, 0, 0]], np.uint8)


def overlap_exercise(truth: np.ndarray = TRUTH, predicted: np.ndarray = PREDICTED) -> Exercise:
    """Ask for the IoU of two masks of 0 and 1, in percent.

    >>> asked = overlap_exercise()
    >>> asked.answer, sorted(asked.slips)
    (27, [21, 38, 43, 50, 300])
    """
    both, either = int((truth & predicted).sum()), int((truth | predicted).sum())
    answer = _percent(both, either)
    true, said = int(truth.sum()), int(predicted.sum())
    slips = [
        (100 * both, Slip(N_("Divide the {both} cells in both masks by the cells in at least one."), both=both)),
        (_percent(both, true), Slip(N_("That is the share of the true mask that was found. Divide by the union."))),
        (_percent(both, said), Slip(N_("That is the share of the predicted mask that is true. Divide by the union."))),
        (
            _percent(2 * both, true + said),
            Slip(N_("That is Dice, which counts the {both} shared cells twice."), both=both),
        ),
        (_percent(int((truth == predicted).sum()), truth.size), Slip(N_("That is the pixel accuracy."))),
        (_percent(both, true + said), Slip(N_("Cells in both masks count once in the union."))),
    ]
    text = N_(
        "What is the IoU of the predicted mask, as a percentage, rounded to the nearest whole number? IoU, "
        "intersection over union: the cells in both masks divided by the cells in at least one."
    )
    reason = Slip(
        N_("{both} cells are in both masks and {either} in at least one: {both} / {either}."), both=both, either=either
    )
    hint = Slip(N_("Count the cells that are in both masks, and those that are in at least one."))
    return Exercise(text, {}, answer, by_answer(slips, answer), hint=hint, reason=reason)


def dice_exercise(dice: int = 80) -> Exercise:
    """Ask for the IoU that goes with a Dice score, both in percent: IoU = D / (2 - D).

    >>> asked = dice_exercise(80)
    >>> asked.answer, sorted(asked.slips)
    (67, [40, 60, 80, 89])
    """
    share = dice / 100
    answer = round(100 * share / (2 - share))
    slips = [
        (dice, Slip(N_("Dice counts the overlap twice, so below 100% it is larger than IoU."))),
        (round(200 * share / (1 + share)), Slip(N_("That is the other way round: the Dice of this IoU."))),
        (round(50 * share), Slip(N_("Half of it is too little: the denominator is 2 − D, not 2."))),
        (2 * dice - 100, Slip(N_("Divide D by 2 − D; do not subtract."))),
    ]
    text = N_(
        "A mask has a Dice score of {dice}%. What is its IoU, as a percentage, rounded to the nearest whole number? "
        "Dice: twice the cells in both masks, divided by the cells of one mask plus those of the other."
    )
    reason = Slip(N_("D / (2 − D) = {share:g} / {rest:g}."), share=share, rest=round(2 - share, 2))
    hint = Slip(N_("Let each mask have 100 cells: then {dice} are in both. How many are in at least one?"), dice=dice)
    return Exercise(text, {"dice": dice}, answer, by_answer(slips, answer), hint=hint, reason=reason)


def accuracy_exercise(animal: int = 10) -> Exercise:
    """Ask for the pixel accuracy of a mask that is background throughout.

    >>> asked = accuracy_exercise(10)
    >>> asked.answer, sorted(asked.slips)
    (90, [0, 10, 45, 50])
    """
    answer = 100 - animal
    slips = [
        (0, Slip(N_("That is the IoU of the animal. The pixels of the background are right."))),
        (animal, Slip(N_("Those are the pixels that are wrong."))),
        (
            round(answer / 2),
            Slip(N_("That is the mean IoU of the two classes: {background}% and 0."), background=answer),
        ),
        (50, Slip(N_("Accuracy counts pixels, not classes."))),
    ]
    text = N_(
        "The animal covers {animal}% of a picture, and a network calls every pixel background. What is its pixel "
        "accuracy, in percent?"
    )
    reason = Slip(N_("All {background}% that are background are right, and not one pixel of the animal was found."),
                  background=answer)  # fmt: skip
    hint = Slip(N_("Which pixels does the network get right, those of the animal or those of the background?"))
    return Exercise(text, {"animal": animal}, answer, by_answer(slips, answer), hint=hint, reason=reason)


def pieces_exercise(mask: np.ndarray = PIECES) -> Exercise:
    """Ask for the number of connected pieces of a mask of 0 and 1, cells being neighbours by sides and corners.

    >>> asked = pieces_exercise()
    >>> asked.answer, sorted(asked.slips)
    (2, [1, 3, 10])
    """
    sizes = connected_pieces(mask > 0).sizes
    answer = len(sizes)
    slips = [
        (len(connected_pieces(mask > 0, 4).sizes), Slip(N_("Cells that meet at a corner are connected here."))),
        (int(mask.sum()), Slip(N_("Those are the cells. Count the groups that are connected."))),
        (1, Slip(N_("Between two of the groups there is a gap of a whole cell."))),
    ]
    text = N_(
        "How many connected pieces does this mask have? Cells that share a side or a corner are connected. For each "
        "piece, this page would draw one box."
    )
    reason = Slip(N_("The number of cells in each piece: {sizes}."), sizes=", ".join(str(size) for size in sizes))
    hint = Slip(N_("Start at one cell and go on to its neighbours, across corners too, until there are none."))
    return Exercise(text, {}, answer, by_answer(slips, answer), hint=hint, reason=reason)


def _percent(part: int, whole: int) -> int:
    return round(100 * part / whole)
