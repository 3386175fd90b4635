"""Two masks of a picture beside each other, what differs, and how far they agree."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image

from cnnlab.core.segmentation import accuracy, confusion_matrix, labels, overlaps
from cnnlab.core.segmentation.kept import within
from cnnlab.figures.encode import PictureStrip, picture_strip
from cnnlab.figures.mask_difference import mask_difference
from cnnlab.figures.segmented import CLASSES, over

LARGEST = 480  # pixels a side
OPACITY = 0.5


@dataclass(frozen=True)
class MaskPair:
    """The masks over the picture and where they differ, as a strip of three; what they have in common.

    `equal` is the share of pixels with the same class, `overlap` the IoU of the first class, None where neither has it.
    """

    tiles: PictureStrip
    original: PictureStrip
    equal: float
    overlap: float | None


def mask_pair(picture: np.ndarray, outputs: Sequence[np.ndarray]) -> MaskPair:
    """Compare two outputs (rows, columns, classes) of a network for a picture (height, width, 3)."""
    height, width = within((picture.shape[0], picture.shape[1]), LARGEST)
    small = np.asarray(Image.fromarray(picture).resize((width, height)))
    one, other = (labels(output, height, width) for output in outputs)
    classes = outputs[0].shape[-1]
    tints = {index: CLASSES[index % len(CLASSES)] for index in range(classes)}
    tiles = [over(small, mask, tints, OPACITY) for mask in (one, other)]
    counts = confusion_matrix(one, other, classes)
    return MaskPair(
        picture_strip([*tiles, mask_difference(small, one, other)]),
        picture_strip([small]),
        accuracy(counts),
        overlaps(counts)[0].iou,
    )
