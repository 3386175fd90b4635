"""The Pooling page below its title: a change of a control runs this part alone."""

from functools import partial

import numpy as np
import streamlit as st

from cnnlab.core.layers import LayerFacts
from cnnlab.ui.lessons.pooling import settings as pooling
from cnnlab.ui.lessons.pooling import teaching as pooling_lesson
from cnnlab.ui.lessons.pooling.settings import PREFIX, Settings
from cnnlab.ui.shell.language import _, lesson, start_run
from cnnlab.ui.widgets import controls
from cnnlab.ui.widgets.size_formula import size_formula


@st.fragment
def layer() -> None:
    """Controls, numbers, grid; below them questions, notes, code, the shift, why one downsamples."""
    start_run()
    left, right = st.columns([0.27, 0.73], gap="large")
    with left:
        settings = pooling.controls_of_the_page()
    with right:
        facts = pooling.answer(settings)
        inputs = pooling.step_through(settings) if facts else None
        pooling_lesson.contrasts()
    controls.tabs(
        PREFIX,
        {
            "predict": (_("Predict"), partial(_predict, facts, settings)),
            "notes": (_("Notes"), partial(_notes, settings, inputs)),
            "code": (_("Code"), partial(pooling.code, settings, inputs)),
            "shift": (_("Shift the input by one cell"), pooling_lesson.shift),
            "downsampling": (_("Why downsample at all"), pooling_lesson.downsampling),
        },
        settings={f"{PREFIX}scene": "shift", f"{PREFIX}way": "shift"},
    )


def _predict(facts: LayerFacts | None, settings: Settings) -> None:
    if not facts:
        return
    sizing, trying = st.columns(2, gap="large")
    if facts.windows:
        with sizing:
            size_formula(facts, settings.layer, settings.input_shape)
    with trying:
        pooling_lesson.predict(settings)


def _notes(settings: Settings, inputs: np.ndarray | None) -> None:
    reading, seeing = st.columns(2, gap="large")
    reading.markdown(lesson("pooling", "notice"))
    if inputs is not None:
        with seeing:
            st.subheader(_("What is kept"), anchor=False)
            pooling.what_it_keeps(settings, inputs)
