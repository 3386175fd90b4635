"""One input, shifted by a cell: how much of the output changes in pooling and in a strided convolution."""

import streamlit as st

from cnnlab.core.errors import N_
from cnnlab.core.stepping.shift_experiment import SHIFT_INPUTS, shift_experiment
from cnnlab.ui.lessons.pooling import LESSON
from cnnlab.ui.shell.language import _, lesson
from cnnlab.ui.shell.link import fragment
from cnnlab.ui.widgets.controls import Controls, translated
from cnnlab.ui.widgets.numbers import numbers
from cnnlab.ui.widgets.stepper.grids import Grid, grids

TITLE = N_("Shift the input by one cell")
CONTROLS = Controls(LESSON.prefix, {"scene": SHIFT_INPUTS[0], "way": "across"})
OPERATIONS = {
    "max": N_("Max pooling, 2 × 2"),
    "average": N_("Average pooling, 2 × 2"),
    "strides": N_("Convolution, 3 × 3, stride 2"),
}
SCENE_NAMES = {
    "photo": N_("The cat's eye (grey values in steps of 0.1)"),
    "dots": N_("Single dots"),
    "numbers": N_("Whole numbers"),
}
DIRECTIONS = {"across": N_("To the right"), "down": N_("Down"), "both": N_("Both")}
WIDTH = 205  # pixels of a grid


@fragment
def shift(_settings: object, _answer: object) -> None:
    """The input before and after, and the outputs with the changed cells outlined."""
    left, right = st.columns([0.27, 0.73], gap="large")
    with left:
        scene = CONTROLS.select("scene", _("Input"), list(SHIFT_INPUTS), translated(SCENE_NAMES))
        way = CONTROLS.segments("way", _("Shifted by one cell"), list(DIRECTIONS), translated(DIRECTIONS))
        st.markdown(lesson("pooling", "shift"))
    found = shift_experiment(scene, int(way != "across"), int(way != "down"))
    with right:
        numbers(
            (
                _("{operation}: changed").format(operation=_(OPERATIONS[name])),
                f"{int(output.changed.sum())} / {output.changed.size}",
            )
            for name, output in found.outputs.items()
        )
        moved = found.before != found.after
        inputs = [
            Grid(_("Before"), found.before),
            Grid(_("After the shift (changed cells outlined)"), found.after, moved),
        ]
        grids(inputs, CONTROLS.key("shift_inputs"), WIDTH)
        outputs = [Grid(_(OPERATIONS[name]), output.after, output.changed) for name, output in found.outputs.items()]
        grids(outputs, CONTROLS.key("shift_outputs"), WIDTH)
