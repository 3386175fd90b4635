"""A bare page: one slider and one line."""

import streamlit as st

st.write(st.slider("n", 0, 100, 1))
