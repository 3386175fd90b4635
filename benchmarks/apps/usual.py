"""A conventional app: Keras in the Streamlit process, the model cached, Streamlit's defaults."""

from pathlib import Path

import streamlit as st


@st.cache_resource
def model():
    import keras

    folder = Path(__file__).parents[2] / "pretrained/efficientnet_lite0"
    return keras.saving.load_model(folder / "model.keras", compile=False)


model()
st.write(st.slider("n", 0, 100, 1))
