"""Pictures: decoded safely from bytes; the bundled photographs and their masks; filters for a photograph."""

from cnnlab.core.pictures.bundled import Sample, Square, Squaring, sample, samples, square
from cnnlab.core.pictures.decoding import LARGEST_SIDE, Picture, open_picture, read_picture
from cnnlab.core.pictures.refusals import PictureError, supported_formats

__all__ = [
    "LARGEST_SIDE",
    "Picture",
    "PictureError",
    "Sample",
    "Square",
    "Squaring",
    "open_picture",
    "read_picture",
    "sample",
    "samples",
    "square",
    "supported_formats",
]
