"""The Keras code that pages show."""
