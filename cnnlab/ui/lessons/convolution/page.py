"""The Convolution page below its title: a change of a control runs this part alone."""

from functools import partial

import streamlit as st

from cnnlab.core.layers import LayerFacts
from cnnlab.ui.lessons.convolution import answer as convolution_answer
from cnnlab.ui.lessons.convolution import photograph as filtering
from cnnlab.ui.lessons.convolution import settings as convolution
from cnnlab.ui.lessons.convolution import teaching as convolution_lesson
from cnnlab.ui.lessons.convolution.settings import PREFIX, Settings
from cnnlab.ui.shell.language import _, lesson, start_run
from cnnlab.ui.widgets import controls
from cnnlab.ui.widgets.size_formula import size_formula


@st.fragment
def layer() -> None:
    """Controls, numbers, grid; below them questions, notes, code, the photograph, the shift."""
    start_run()
    left, right = st.columns([0.27, 0.73], gap="large")
    with left:
        settings = convolution.controls_of_the_page()
    with right:
        facts = convolution_answer.describe(settings)
        stepped = None
        if facts:
            convolution_answer.numbers(facts)
            stepped = convolution_answer.step_through(settings)
        convolution_lesson.contrasts()
    kernel = convolution_answer.first_kernel(stepped)
    controls.tabs(
        PREFIX,
        {
            "predict": (_("Predict"), partial(_predict, facts, settings)),
            "notes": (_("Notes"), partial(_notes, settings)),
            "code": (_("Code"), partial(convolution_answer.code, stepped)),
            "photograph": (_("A filter over a photograph"), partial(filtering.photograph, kernel)),
            "shift": (_("Shift the picture"), convolution_lesson.shift),
        },
        settings={f"{PREFIX}photo_": "photograph", f"{PREFIX}shift_": "shift"},
    )


def _predict(facts: LayerFacts | None, settings: Settings) -> None:
    if not facts:
        return
    sizing, trying = st.columns(2, gap="large")
    with sizing:
        size_formula(facts, settings.layer, settings.input_shape)
        convolution_lesson.against_an_ordinary_one(settings)
    with trying:
        convolution_lesson.predict(settings)


def _notes(settings: Settings) -> None:
    reading, comparing = st.columns(2, gap="large")
    grows = settings.layer["class_name"] == "Conv2DTranspose"
    reading.markdown(lesson("convolution", "notice_transposed" if grows else "notice"))
    with comparing:
        st.subheader(_("One 7 × 7 against three 3 × 3"), anchor=False)
        convolution_lesson.one_against_three()
