"""From arrays to figures and encoded pictures, without Keras and Streamlit."""
