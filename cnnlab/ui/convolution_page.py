"""The part of the Convolution page that follows its controls; a change there runs this part alone."""

import streamlit as st

from cnnlab.ui import convolution, convolution_answer, convolution_lesson, filtering
from cnnlab.ui.language import _, lesson
from cnnlab.ui.size_formula import size_formula


@st.fragment
def layer() -> None:
    """Controls, grid, numbers; below them formula, lesson, questions and code."""
    left, right = st.columns([0.27, 0.73], gap="large")
    with left:
        settings = convolution.controls_of_the_page()
    with right:
        facts = convolution_answer.describe(settings)
        stepped = None
        if facts:
            convolution_answer.numbers(facts)
            stepped = convolution_answer.step_through(settings)
        st.subheader(_("Try this"), anchor=False)
        convolution_lesson.contrasts()
    st.divider()
    reading, trying = st.columns(2, gap="large")
    with reading:
        if facts:
            size_formula(facts, settings.layer, settings.input_shape)
            convolution_lesson.against_an_ordinary_one(settings)
        st.subheader(_("What to notice"), anchor=False)
        grows = settings.layer["class_name"] == "Conv2DTranspose"
        st.markdown(lesson("convolution", "notice_transposed" if grows else "notice"))
    with trying:
        if facts:
            st.subheader(_("Predict"), anchor=False)
            convolution_lesson.predict(settings)
        st.subheader(_("One 7 × 7 against three 3 × 3"), anchor=False)
        convolution_lesson.one_against_three()
    if stepped:
        convolution_answer.code(stepped)
    filtering.hand_over(convolution_answer.first_kernel(stepped))
