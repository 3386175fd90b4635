"""The lessons as a map in learning order."""

import streamlit as st

from cnnlab.ui.lessons import home
from cnnlab.ui.shell import frame
from cnnlab.ui.shell.language import _, lesson

frame.page("home")
st.markdown(lesson("home", "welcome"))
home.lesson_map()
st.subheader(_("What models run on"), anchor=False)
home.engine_state()
st.markdown(lesson("home", "honest"))
