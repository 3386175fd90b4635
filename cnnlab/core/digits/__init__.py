"""Digits: drawings as 28x28 pixels in MNIST's format, the bundled test images, and kernels that are easily confused."""

from cnnlab.core.digits.bundled import BundledImage, bundled_images
from cnnlab.core.digits.drawing import BOX, SIDE, DigitError, centred, drawn, strokes

__all__ = ["BOX", "SIDE", "BundledImage", "DigitError", "bundled_images", "centred", "drawn", "strokes"]
