"""The lessons in learning order, and what models run on."""

import streamlit as st

from cnnlab.ui.lessons import HOME, begin, home
from cnnlab.ui.shell.language import _, lesson

begin(HOME)
st.markdown(lesson("home", "welcome"))
home.lesson_cards()
with st.expander(_("For teachers: links for your class"), icon=":material/school:"):
    st.markdown(lesson("home", "teachers"))
st.header(_("Hardware"), anchor=False)
home.hardware()
st.markdown(lesson("home", "honest"))
