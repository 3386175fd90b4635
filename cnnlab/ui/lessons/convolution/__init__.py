"""The Convolution page."""
