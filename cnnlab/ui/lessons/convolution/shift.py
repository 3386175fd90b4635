"""A shape that moves: a convolution finds it anywhere, a dense unit only where it learned it."""

import streamlit as st

from cnnlab.core.errors import N_
from cnnlab.core.stepping.shifting import FIELD, glyph, recognize
from cnnlab.ui.lessons.convolution import LESSON
from cnnlab.ui.shell.language import _, lesson
from cnnlab.ui.shell.link import fragment
from cnnlab.ui.widgets.controls import Controls
from cnnlab.ui.widgets.numbers import numbers
from cnnlab.ui.widgets.stepper.grids import Grid, grids

TITLE = N_("Shift the picture")
CONTROLS = Controls(LESSON.prefix, {"shift_across": 0, "shift_down": 0})


@fragment
def shift(_settings: object, _answer: object) -> None:
    """The field with the shape, the convolution's feature map, and what both answer."""
    left, right = st.columns([0.27, 0.73], gap="large")
    rows, columns = glyph().shape
    with left:
        across = CONTROLS.amount("shift_across", _("Shift to the right"), 0, FIELD - columns)
        down = CONTROLS.amount("shift_down", _("Shift down"), 0, FIELD - rows)
        st.markdown(lesson("convolution", "shift"))
    seen = recognize(int(down), int(across))
    with right:
        numbers(
            [
                (_("Convolution: maximum of the feature map"), f"{seen.found:g}"),
                (_("Dense unit"), f"{seen.dense:g}"),
            ]
        )
        largest = seen.response == seen.response.max()
        shown = [Grid(_("Input"), seen.field), Grid(_("Feature map (maximum outlined)"), seen.response, largest)]
        grids(shown, CONTROLS.key("shift_grids"), 330)
