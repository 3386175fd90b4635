"""A changed picture with its mask, and where its mask differs from that of the picture itself; for small pictures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image

from cnnlab.core.requests import Segmented
from cnnlab.core.segmentation import accuracy, confusion_matrix, labels, overlaps
from cnnlab.core.segmentation.changes import Change
from cnnlab.core.segmentation.kept import within
from cnnlab.figures.encode import jpeg_uri
from cnnlab.figures.mask_difference import mask_difference
from cnnlab.figures.segmented import CLASSES, over

LARGEST = 240  # pixels a side
OPACITY = 0.5


@dataclass(frozen=True)
class Tried:
    """What became of a picture's mask by one change, once the geometry was undone.

    `equal` is the share of the network's output pixels with the same class, `overlaps` the IoU of each class, None for
    one that neither mask has. The pictures are JPEG data URIs: the changed one with its mask, and where masks differ.
    """

    name: str
    equal: float
    overlaps: tuple[float | None, ...]
    changed: str
    difference: str


def tried(
    picture: np.ndarray, changes: Mapping[str, Change], plain: Segmented, found: Sequence[Segmented]
) -> tuple[Tried, ...]:
    """Compare each change's mask with that of the picture (height, width, 3) itself."""
    own = _reduced(picture)
    return tuple(_tried(own, name, changes[name], plain, each) for name, each in zip(changes, found, strict=True))


def _tried(picture: np.ndarray, name: str, change: Change, plain: Segmented, found: Segmented) -> Tried:
    undone = change.undo(found.probabilities)
    classes = undone.shape[-1]
    counts = confusion_matrix(plain.probabilities.argmax(axis=-1), undone.argmax(axis=-1), classes)
    changed = np.ascontiguousarray(change.apply(picture))
    mask = labels(found.probabilities, *changed.shape[:2])
    tints = {index: CLASSES[index % len(CLASSES)] for index in range(classes)}
    before, after = (labels(each, *picture.shape[:2]) for each in (plain.probabilities, undone))
    return Tried(
        name=name,
        equal=accuracy(counts),
        overlaps=tuple(overlap.iou for overlap in overlaps(counts)),
        changed=jpeg_uri(over(changed, mask, tints, OPACITY), LARGEST),
        difference=jpeg_uri(mask_difference(picture, before, after), LARGEST),
    )


def _reduced(picture: np.ndarray) -> np.ndarray:
    height, width = within((picture.shape[0], picture.shape[1]), LARGEST)
    return np.asarray(Image.fromarray(picture).resize((width, height)))
