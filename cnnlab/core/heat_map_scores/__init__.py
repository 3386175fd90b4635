"""Scores of heat maps: what a network answers without their pixels, whether they lie on the object, how alike they are.

All of them compare a map with others; none of them says that a map is right.
"""

from cnnlab.core.heat_map_scores.baselines import centred_blob, random_map
from cnnlab.core.heat_map_scores.curves import area, drop
from cnnlab.core.heat_map_scores.localization import Localization, localization
from cnnlab.core.heat_map_scores.masking import Kind, Masking, blurred, faded, on_picture, order_of, points
from cnnlab.core.heat_map_scores.similarity import spearman, ssim

__all__ = [
    "Kind",
    "Localization",
    "Masking",
    "area",
    "blurred",
    "centred_blob",
    "drop",
    "faded",
    "localization",
    "on_picture",
    "order_of",
    "points",
    "random_map",
    "spearman",
    "ssim",
]
