"""Errors raised before a training run starts."""

from cnnlab.core.errors import CnnLabError


class DataError(CnnLabError):
    """A data set is missing, damaged or laid out differently; the message names the file or folder."""


class RecipeError(CnnLabError):
    """A recipe is unknown, or cannot be run with the given options or files."""
