"""A digit's way: one drawn digit through every layer of a trained network."""

import streamlit as st

from cnnlab.ui import frame
from cnnlab.ui.digit import digit, digit_answer, digit_cell, digit_learned, digit_live, digit_tries
from cnnlab.ui.language import _

frame.page("digit")

left, right = st.columns([0.42, 0.58], gap="medium")
shown, values = digit_live.live(left, right)
with left:
    digit.controls_of_the_page(shown)
    st.subheader(_("Try this"), anchor=False)
    digit_tries.contrasts()

if values:
    st.divider()
    with st.container(key="digit_sum"):
        st.header(_("How one number comes about"), anchor=False)
        digit_cell.one_number(shown, values)
    st.divider()
    digit_answer.numbers(shown)
    reading, trying = st.columns(2, gap="large")
    with reading:
        st.subheader(_("What to notice"), anchor=False)
        digit_answer.notice(shown)
    with trying:
        st.subheader(_("Predict"), anchor=False)
        digit_tries.predict(shown, values)
    digit_answer.code(shown)
    digit_learned.learned(shown)
    st.divider()
    st.header(_("Where its certainty comes from"), anchor=False)
    digit_answer.why_sure(shown, values)
