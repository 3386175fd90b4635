"""The part of the Pooling page that follows its controls; a change there runs this part alone."""

import streamlit as st

from cnnlab.ui.language import _, lesson, start_run
from cnnlab.ui.pooling import pooling, pooling_lesson
from cnnlab.ui.size_formula import size_formula


@st.fragment
def layer() -> None:
    """Controls, grid, numbers; below them formula, lesson, questions and code."""
    start_run()
    left, right = st.columns([0.27, 0.73], gap="large")
    with left:
        settings = pooling.controls_of_the_page()
    with right:
        facts = pooling.answer(settings)
        inputs = pooling.step_through(settings) if facts else None
        st.subheader(_("Try this"), anchor=False)
        pooling_lesson.contrasts()
    st.divider()
    reading, trying = st.columns(2, gap="large")
    with reading:
        if facts and facts.windows:
            size_formula(facts, settings.layer, settings.input_shape)
        st.subheader(_("What to notice"), anchor=False)
        st.markdown(lesson("pooling", "notice"))
    with trying:
        if facts:
            st.subheader(_("Predict"), anchor=False)
            pooling_lesson.predict(settings)
        if inputs is not None:
            st.subheader(_("What is kept"), anchor=False)
            pooling.what_it_keeps(settings, inputs)
    if inputs is not None:
        pooling.code(settings, inputs)
