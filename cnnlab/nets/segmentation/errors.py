"""The error of everything in this package."""

from cnnlab.core.errors import CnnLabError


class SegmentationError(CnnLabError):
    """The picture or the model does not fit, or the model's output cannot be read as the class of each pixel."""
