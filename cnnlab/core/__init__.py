"""Every formula, once: plain Python, NumPy, Pillow and pydantic, without Keras or Streamlit."""
