"""A bare page: a slider and a line of text."""

import streamlit as st

st.write(st.slider("n", 0, 100, 1))
