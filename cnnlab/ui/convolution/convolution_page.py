"""The part of the Convolution page that follows its controls, and the texts below it that do not."""

import streamlit as st

from cnnlab.ui.convolution import convolution, convolution_answer, convolution_lesson, filtering
from cnnlab.ui.language import _, lesson, start_run
from cnnlab.ui.size_formula import size_formula

GROWS = f"{convolution.PREFIX}grows"


def layer() -> None:
    """Controls, grid, numbers, formula, questions, code; then what to notice."""
    _follows()
    reading, comparing = st.columns(2, gap="large")
    with reading:
        st.subheader(_("What to notice"), anchor=False)
        st.markdown(lesson("convolution", "notice_transposed" if st.session_state[GROWS] else "notice"))
    with comparing:
        st.subheader(_("One 7 × 7 against three 3 × 3"), anchor=False)
        convolution_lesson.one_against_three()


@st.fragment
def _follows() -> None:
    """A change of a control runs this alone; the texts stay outside, for a browser takes its time to set them."""
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
        st.subheader(_("Try this"), anchor=False)
        convolution_lesson.contrasts()
    st.divider()
    if facts:
        sizing, trying = st.columns(2, gap="large")
        with sizing:
            size_formula(facts, settings.layer, settings.input_shape)
            convolution_lesson.against_an_ordinary_one(settings)
        with trying:
            st.subheader(_("Predict"), anchor=False)
            convolution_lesson.predict(settings)
    if stepped:
        convolution_answer.code(stepped)
    kernel_changed = filtering.hand_over(convolution_answer.first_kernel(stepped))
    if _kind_changed(settings) or kernel_changed:
        st.rerun(scope="app")


def _kind_changed(settings: convolution.Settings) -> bool:
    """Whether the texts outside have to be those of the other kind of layer now."""
    before = st.session_state.get(GROWS)
    st.session_state[GROWS] = grows = settings.layer["class_name"] == "Conv2DTranspose"
    return before not in (None, grows)
