"""The question about the size of a Grad-CAM map."""

from cnnlab.core.cards import Stage
from cnnlab.core.errors import N_
from cnnlab.core.questions.exercises import Exercise, Slip


def map_exercise(stage: Stage, input_size: int) -> Exercise:
    """Ask how many numbers the map of a layer holds, for a square input with sides of `input_size` pixels.

    >>> stage = Stage(convolution="conv", output="conv", height=7, width=7, channels=4)
    >>> asked = map_exercise(stage, 28)
    >>> asked.answer, sorted(asked.slips)
    (49, [196, 784])
    """
    answer = stage.height * stage.width
    slips = {
        input_size * input_size: Slip(
            N_("That is the number of pixels in the picture. The map has one number for each cell of the layer.")
        ),
        answer * stage.channels: Slip(
            N_("That counts all {channels} feature maps of the layer. Grad-CAM adds them up into a single map."),
            channels=f"{stage.channels:,}",
        ),
    }
    return Exercise(
        N_("How many numbers does the Grad-CAM map at the layer {layer} hold?"),
        {"layer": stage.convolution},
        answer,
        {wrong: slip for wrong, slip in slips.items() if wrong != answer},
        reason=Slip(
            N_(
                "The layer has {rows} × {columns} cells, and the map has one number for each. What you see in between "
                "is interpolated."
            ),
            rows=stage.height,
            columns=stage.width,
        ),
    )
