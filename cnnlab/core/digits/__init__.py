"""Digits: drawings made into MNIST's 28x28 pixels, the bundled test pictures, kernels that are easily confused."""

from cnnlab.core.digits.drawing import BOX, SIDE, DigitError, Piece, centred, drawn, pieces, strokes

__all__ = ["BOX", "SIDE", "DigitError", "Piece", "centred", "drawn", "pieces", "strokes"]
