"""The error of masks and their files."""

from cnnlab.core.errors import CnnLabError


class MaskError(CnnLabError):
    """A mask that does not fit its picture, has unexpected values or cannot be read."""
