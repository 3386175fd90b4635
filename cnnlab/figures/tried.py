"""Augmented versions of a picture with their masks, and where these differ from the picture's own mask."""

from dataclasses import dataclass

import numpy as np

from cnnlab.core.requests import SegmentedVersions
from cnnlab.core.segmentation import NOT_COUNTED
from cnnlab.core.segmentation.agreement import Agreement, agreement
from cnnlab.figures.encode import jpeg_uri
from cnnlab.figures.mask_difference import mask_difference
from cnnlab.figures.segmented import CLASSES, over

LARGEST = 240  # pixels a side
OPACITY = 0.5


@dataclass(frozen=True)
class Tried:
    """A version's agreement, and two JPEG data URIs: the version with its mask, and where its mask differs."""

    agreement: Agreement
    version: str
    difference: str


def tried(answer: SegmentedVersions, classes: int) -> tuple[Tried, ...]:
    """Compare each version's mask with the moved one."""
    return tuple(_tried(*each, classes) for each in zip(answer.images, answer.moved, answer.found, strict=True))


def _tried(image: np.ndarray, moved: np.ndarray, found: np.ndarray, classes: int) -> Tried:
    tints = {index: CLASSES[index % len(CLASSES)] for index in range(classes)}
    outside = moved == NOT_COUNTED
    return Tried(
        agreement(moved, found, classes),
        jpeg_uri(over(image, found, tints, OPACITY), LARGEST),
        jpeg_uri(mask_difference(image, moved, np.where(outside, moved, found)), LARGEST),
    )
