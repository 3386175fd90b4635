"""Pooling: what a window keeps, and what it forgets."""

import streamlit as st

from cnnlab.ui import frame
from cnnlab.ui.language import _
from cnnlab.ui.pooling import pooling_lesson, pooling_page

frame.page("pooling")
pooling_page.layer()
st.divider()
st.header(_("Shift the input by one cell"), anchor=False)
pooling_lesson.shift()
st.divider()
st.header(_("Why downsample at all"), anchor=False)
pooling_lesson.downsampling()
