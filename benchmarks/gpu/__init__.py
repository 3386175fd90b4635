"""Models on a GPU compared with the same models on the CPU: `python -m benchmarks.gpu`.

Needs the repository, msgspec, Pillow, Keras and one backend (JAX or TensorFlow); neither Streamlit nor the network.
"""
