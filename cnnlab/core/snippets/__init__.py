"""The Keras code shown on the pages."""
