"""Masks of several classes as pictures."""

import numpy as np
from PIL import Image

from cnnlab.core.segmentation.class_colours import COLOURS

CLASSES = tuple("#" + bytes(colour).hex() for colour in COLOURS)  # of the first class, the object, and those after it


def over(picture: np.ndarray, labels: np.ndarray, tints: dict[int, str], opacity: float) -> np.ndarray:
    """Tint a picture (height, width, 3) by labels of any size; labels without a tint leave it as it is; uint8."""
    height, width = picture.shape[:2]
    enlarged = np.asarray(Image.fromarray(labels).resize((width, height), Image.Resampling.NEAREST))
    made = picture.astype(np.float32)
    for label, colour in tints.items():
        inside = enlarged == label
        made[inside] = (1 - opacity) * made[inside] + opacity * np.array(_rgb(colour), np.float32)
    return made.round().astype(np.uint8)


def _rgb(colour: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(colour.removeprefix("#")))
