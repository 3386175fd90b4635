"""Controls that the lessons about layers share: padding, and what is in the input."""

from cnnlab.core.errors import N_
from cnnlab.core.stepping.inputs import INPUTS
from cnnlab.ui.shell.language import _
from cnnlab.ui.widgets.controls import Controls, side_by_side, translated

LARGEST, MOST_CHANNELS = 1024, 2048  # of an input's height and width; of its channels
CONTENTS = {
    "shape": N_("Drawn shapes"),
    "glyph": N_("Digits and letters"),
    "gradient": N_("Gradients"),
    "numbers": N_("Whole numbers"),
    "photo": N_("The cat's eye, from a photograph"),
}


def padding(controls: Controls) -> str:
    """Keras's `padding`."""
    return controls.segments("padding", _("Padding · `padding`"), ["valid", "same"])


def contents(controls: Controls) -> str:
    """What the cells of the input hold."""
    return controls.select("input", _("Input values"), list(INPUTS), translated(CONTENTS))


def input_size(controls: Controls) -> tuple[int, int]:
    """The input's height and width, side by side."""
    with side_by_side():
        height = controls.whole("height", _("Input height"), 1, LARGEST, width="stretch")
        width = controls.whole("width", _("Input width"), 1, LARGEST, width="stretch")
    return height, width
