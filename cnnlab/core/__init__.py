"""Plain Python, NumPy, Pillow and pydantic: every formula once, no Keras, no Streamlit."""
