"""Code that needs Keras. Imported by the engine's worker and by scripts, never by the Streamlit process."""
