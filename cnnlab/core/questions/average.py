"""The question about padding in average pooling."""

import numpy as np

from cnnlab.core.errors import N_
from cnnlab.core.questions.exercises import Exercise, Slip
from cnnlab.core.stepping.cell import step

# The settings and the cell that show such a window: the last one of a 5 x 5 input, whose corner cell is edited.
CORNER = {
    "layer": "AveragePooling2D",
    "pool_size": 2,
    "strides": "None",
    "padding": "same",
    "height": 5,
    "width": 5,
    "channels": 1,
    "edits": {"i.0.4.4": 8.0},
    "at": "2.2.0",
}


def average_exercise() -> Exercise:
    """Ask for the mean of a corner window that is partly padding, which pooling does not count.

    >>> average_exercise().answer, sorted(average_exercise().slips)
    (8, [2, 4])
    """
    value = 8.0  # of the one cell inside; the other three are padding
    layer = {"class_name": "AveragePooling2D", "config": {"pool_size": 2, "padding": "same"}}
    answer = round(step(layer, np.full((1, 1, 1), value), [], (0, 0, 0)).value)
    return Exercise(
        N_(
            "A 2 × 2 window at the corner covers one cell with the value {value} and three cells of padding. What is "
            "the average?"
        ),
        {"value": round(value)},
        answer,
        {
            round(value / 4): Slip(N_("This counts the padding as zeros, but pooling leaves it out.")),
            round(value / 2): Slip(N_("Divide by the number of cells inside the input: there is only one.")),
        },
        CORNER,
        whole=False,
        hint=Slip(N_("Which of the four cells does pooling count?")),
        reason=Slip(N_("Only cells of the input are counted: {value} / 1."), value=round(value)),
    )
