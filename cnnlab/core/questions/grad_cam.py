"""The question about the size of a Grad-CAM map."""

from cnnlab.core.cards import Stage
from cnnlab.core.errors import N_
from cnnlab.core.questions.exercises import Slip
from cnnlab.core.questions.window import Choice


def map_question(stage: Stage, input_size: int) -> Choice:
    """Ask how many numbers the map of a layer holds, for a square input with sides of `input_size` pixels.

    >>> stage = Stage(convolution="conv", output="conv", height=7, width=7, channels=4)
    >>> asked = map_question(stage, 28)
    >>> asked.answer, list(asked.options)
    (49, [49, 196, 784])
    """
    answer = stage.height * stage.width
    options: dict[int, Slip | None] = {
        input_size * input_size: Slip(
            N_("That is the number of pixels in the picture. The map has one number for each cell of the layer.")
        ),
        answer * stage.channels: Slip(
            N_("That counts all {channels} feature maps of the layer. Grad-CAM adds them up into a single map."),
            channels=f"{stage.channels:,}",
        ),
        answer: None,  # also where a wrong number is the same
    }
    return Choice(
        N_("How many numbers does the Grad-CAM map at the layer {layer} hold?"),
        {"layer": stage.convolution},
        dict(sorted(options.items())),
        reason=Slip(
            N_(
                "The layer has {rows} × {columns} cells, and the map has one number for each. What you see in between "
                "is interpolated."
            ),
            rows=stage.height,
            columns=stage.width,
        ),
    )
