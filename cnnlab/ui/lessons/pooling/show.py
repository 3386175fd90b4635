"""What the Pooling page shows of its answer: the numbers, the grid that is stepped through, what is kept."""

from math import prod

import streamlit as st

from cnnlab.core.stepping.maxima import maxima
from cnnlab.ui.lessons.pooling.answer import Answer
from cnnlab.ui.lessons.pooling.settings import CONTROLS, Settings
from cnnlab.ui.shell.language import _, lesson
from cnnlab.ui.widgets import layer_notes
from cnnlab.ui.widgets.edits import editable_stepper
from cnnlab.ui.widgets.numbers import numbers as show_numbers
from cnnlab.ui.widgets.numbers import size
from cnnlab.ui.widgets.stepper.grids import Grid, grids


def numbers(settings: Settings, answer: Answer) -> None:
    """The output's shape, and how many values are left."""
    values_in, values_out = prod(settings.input_shape), prod(answer.facts.output_shape)
    show_numbers(
        [
            (_("Output: height × width × channels"), size(answer.facts.output_shape)),
            (_("Output values / input values"), f"{values_out:,} / {values_in:,}"),
            (_("Parameters"), f"{answer.facts.parameters:,}"),
        ]
    )


def figure(settings: Settings, answer: Answer) -> None:
    """The stepper."""
    if answer.drawn is None:
        layer_notes.too_large()
        return
    if answer.drawn.is_stand_in:
        layer_notes.drawn_smaller(size(answer.drawn.inputs.shape), size(settings.input_shape))
    editable_stepper(CONTROLS, answer.drawn, settings.edits)


def notes(settings: Settings, answer: Answer | None) -> None:
    """What to notice, and which numbers are kept."""
    reading, seeing = st.columns(2, gap="large")
    reading.markdown(lesson("pooling", "notice"))
    if answer and answer.drawn:
        with seeing:
            st.header(_("What is kept"), anchor=False)
            _kept(settings, answer)


def _kept(settings: Settings, answer: Answer) -> None:
    """Which numbers of the first channel reach the output at all."""
    if not settings.takes_maximum:
        st.markdown(_("An average mixes all the numbers it counts; none of them reaches the output unchanged."))
        return
    assert answer.drawn
    mask = maxima(answer.drawn.layer, answer.drawn.inputs)
    text = _(
        "Numbers that reach the output: {kept} of {all} (outlined). The others are lost, and so are the positions of "
        "the maxima."
    )
    st.markdown(text.format(all=mask.size, kept=int(mask.sum())))
    grids([Grid(_("Input (maxima outlined)"), answer.drawn.inputs[..., 0], mask)], CONTROLS.key("kept"), 300)
