"""Keras's augmentation layers on pictures with their masks and labels, seeded, and the values that they sampled."""

from cnnlab.nets.augmentation.building import catalogue
from cnnlab.nets.augmentation.running import augment, augment_separately, augment_targets
from cnnlab.nets.augmentation.versions import PredictedVersions, predict_versions

__all__ = [
    "PredictedVersions",
    "augment",
    "augment_separately",
    "augment_targets",
    "catalogue",
    "predict_versions",
]
