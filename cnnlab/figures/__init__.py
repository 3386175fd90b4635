"""Arrays in, figures and encoded pictures out. Knows no Keras and no Streamlit."""
