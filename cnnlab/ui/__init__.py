"""With pages/ and app.py the only code that imports Streamlit."""
