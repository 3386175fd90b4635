"""Transfer learning: a head's settings and its run, the features of the base, and how they look in a plane."""

from cnnlab.core.transfer.confusion import Confusion, confusion, most_certain_mistakes
from cnnlab.core.transfer.features import read_labels
from cnnlab.core.transfer.presets import PRESETS, Preset
from cnnlab.core.transfer.run import PLANE_SIDE, HeadRun, to_history
from cnnlab.core.transfer.settings import HeadSettings, TransferError

__all__ = [
    "PLANE_SIDE",
    "PRESETS",
    "Confusion",
    "HeadRun",
    "HeadSettings",
    "Preset",
    "TransferError",
    "confusion",
    "most_certain_mistakes",
    "read_labels",
    "to_history",
]
