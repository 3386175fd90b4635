"""What a section says that needs the network's answer, where there is none: it was cancelled, or the engine failed."""

import streamlit as st

from cnnlab.ui.shell.language import _


def no_answer() -> None:
    st.markdown(_("The network has not answered yet."))
