"""Keras's augmentation layers on pictures with their masks and labels, seeded, with what was drawn."""

from cnnlab.nets.augmentation.building import catalogue
from cnnlab.nets.augmentation.running import Augmented, augment, augment_apart, augment_targets
from cnnlab.nets.augmentation.scattering import Scattered, scatter

__all__ = ["Augmented", "Scattered", "augment", "augment_apart", "augment_targets", "catalogue", "scatter"]
