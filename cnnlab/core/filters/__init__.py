"""What a filter responds to: the settings of a gradient ascent, and its pictures."""

from cnnlab.core.filters.ascent import AscentError, AscentSettings
from cnnlab.core.filters.picture import shown

__all__ = ["AscentError", "AscentSettings", "shown"]
