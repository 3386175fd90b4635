"""A bare page with a slider and a chart."""

import numpy as np
import plotly.graph_objects as go
import streamlit as st

n = st.slider("n", 0, 100, 1)
st.code(f"chosen: {n}")
st.plotly_chart(go.Figure(go.Heatmap(z=np.outer(np.arange(7), np.arange(7)) + n)))
