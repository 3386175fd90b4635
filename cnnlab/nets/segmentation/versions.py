"""A picture's mask and those of its augmented versions, laid over each other."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from cnnlab.core.errors import N_
from cnnlab.core.requests import SegmentedVersions
from cnnlab.core.segmentation import NOT_COUNTED, labels
from cnnlab.nets.augmentation import augment_separately
from cnnlab.nets.segmentation.errors import SegmentationError
from cnnlab.nets.segmentation.network import SegmentationNetwork

OUTSIDE = 0  # in a moved mask, whose classes count from 1: Keras fills it with `fill_value`


def segment_versions(
    network: SegmentationNetwork,
    picture: np.ndarray,
    layers: Sequence[dict[str, Any]],
    seed: int,
    count: int,
    done: Callable[[int], None] = lambda number: None,
) -> SegmentedVersions:
    """Segment a picture and `count` versions of it; `done` is called with the number of versions that are segmented.

    A network that did not mind the layers would find in a version what it finds in the picture, moved with the pixels:
    the picture's mask goes through the same layers, as a mask does in training (nearest pixel). Raises
    SegmentationError if that is not possible with a layer.
    """
    for config in layers:
        if config["config"].get("fill_value") not in (None, OUTSIDE):
            raise SegmentationError(
                N_("{layer} fills with the value {value}, which a mask has as a class. Use `fill_value=0`."),
                layer=config["class_name"],
                value=config["config"]["fill_value"],
            )
    size = picture.shape[:2]
    own = labels(network(picture), *size) + 1
    batch = augment_separately(np.stack([picture] * count), layers, seed, np.stack([own] * count))
    if batch.masks is None:
        raise SegmentationError(
            N_("Keras does not move masks along with {layers}. Choose another layer."), layers=", ".join(batch.no_masks)
        )
    found = []
    for version in batch.images:
        found.append(labels(network(version), *version.shape[:2]))
        done(len(found))
    moved = np.where(batch.masks == OUTSIDE, NOT_COUNTED, batch.masks - 1).astype(np.uint8)
    return SegmentedVersions(batch.images, moved, np.stack(found))
