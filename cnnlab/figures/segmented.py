"""Masks of several classes as pictures, and the colour of each class."""

import numpy as np
from PIL import Image

from cnnlab.figures import palette

# Of the first class, the object, and of those after it
CLASSES = (palette.RUNS[5], palette.GREY, palette.RUNS[4], palette.RUNS[3], palette.RUNS[2], palette.RUNS[1])


def colours(count: int) -> list[tuple[int, ...]]:
    """The colours of this many classes as (red, green, blue); from the seventh class on they repeat.

    >>> colours(2)
    [(86, 180, 233), (138, 147, 160)]
    """
    return [_rgb(CLASSES[index % len(CLASSES)]) for index in range(count)]


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
