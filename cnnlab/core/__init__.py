"""Every formula, once: plain Python, NumPy, Pillow and msgspec, without Keras or Streamlit."""
