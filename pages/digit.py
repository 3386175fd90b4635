"""A digit's way: one drawn digit through every layer of a trained network."""

from functools import partial

import streamlit as st

from cnnlab.ui.lessons.digit import cell as digit_cell
from cnnlab.ui.lessons.digit import learned as digit_learned
from cnnlab.ui.lessons.digit import live as digit_live
from cnnlab.ui.lessons.digit import settings as digit
from cnnlab.ui.lessons.digit import show as digit_answer
from cnnlab.ui.lessons.digit import tries as digit_tries
from cnnlab.ui.shell import frame
from cnnlab.ui.shell.language import _
from cnnlab.ui.widgets import controls

frame.page("digit")

left, right = st.columns([0.42, 0.58], gap="medium")
shown, values = digit_live.live(left, right)
with left:
    digit.controls_of_the_page(shown)
    digit_tries.contrasts()

if values:
    st.divider()
    with st.container(key="digit_sum"):
        st.header(_("How one number comes about"), anchor=False)
        digit_cell.one_number(shown, values)
    controls.tabs(
        digit.PREFIX,
        {
            "predict": (_("Predict"), partial(digit_tries.predict, shown, values)),
            "notes": (_("Notes"), partial(digit_answer.notice, shown)),
            "code": (_("Code"), partial(digit_answer.code, shown)),
            "learned": (_("Kernels being learned"), partial(digit_learned.learned, shown)),
            "sure": (_("Why it is so sure"), partial(digit_answer.why_sure, shown, values)),
        },
        settings={digit_learned.EPOCH: "learned"},
    )
