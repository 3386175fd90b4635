"""What goes wrong before a training run starts."""

from cnnlab.core.errors import CnnLabError


class DataError(CnnLabError):
    """A data set is missing, broken or not laid out as expected; the text names the file or folder."""


class RecipeError(CnnLabError):
    """A recipe, or what it is to be run with, does not hold."""
