"""Pictures: decoded safely from bytes; the bundled photographs and their masks; filters for a photograph."""

from cnnlab.core.pictures.bundled import Sample, Square, Squaring, sample, samples, square
from cnnlab.core.pictures.decoding import LARGEST_SIDE, PictureError, open_picture

__all__ = [
    "LARGEST_SIDE",
    "PictureError",
    "Sample",
    "Square",
    "Squaring",
    "open_picture",
    "sample",
    "samples",
    "square",
]
