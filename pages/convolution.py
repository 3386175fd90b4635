"""Convolution: what one step computes, and what the whole layer makes of a size."""

import streamlit as st

from cnnlab.ui import frame
from cnnlab.ui.convolution import convolution_lesson, convolution_page, filtering
from cnnlab.ui.language import _

frame.page("convolution")
convolution_page.layer()
st.divider()
st.header(_("A filter over a photograph"), anchor=False)
filtering.photograph()
st.divider()
st.header(_("Shift the picture, and the map shifts with it"), anchor=False)
convolution_lesson.shift()
