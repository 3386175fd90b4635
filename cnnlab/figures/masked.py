"""A picture with its mask over it."""

import numpy as np
from PIL import Image, ImageFilter

from cnnlab.figures import palette

THING, FILLING = palette.KINDS["DepthwiseConv2D"], palette.KINDS["MaxPooling2D"]  # blue and orange
TINT = 0.45
MARGIN = 127  # grey around a picture of another shape


def tinted(picture: np.ndarray, mask: np.ndarray) -> np.ndarray:
    """The picture (height, width, 3) with the thing, 1 in the mask (height, width), in a tint with an outline.

    Other numbers than 0 and 1 are what a layer has filled in; they have a tint of their own.
    """
    made = picture.astype(float)
    for inside, colour in ((mask == 1, THING), (mask > 1, FILLING)):
        made[inside] = (1 - TINT) * made[inside] + TINT * np.array(_rgb(colour))
    made[_rim(mask == 1, 7)] = 255
    made[_rim(mask == 1, 3)] = 0
    return made.round().astype(np.uint8)


def _rim(inside: np.ndarray, width: int) -> np.ndarray:
    """Where a window of so many pixels sees both inside and outside."""
    image = Image.fromarray((inside * 255).astype(np.uint8))
    return np.asarray(image.filter(ImageFilter.MaxFilter(width))) != np.asarray(
        image.filter(ImageFilter.MinFilter(width))
    )


def _rgb(colour: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(colour.removeprefix("#")))


def framed(tile: np.ndarray, size: int) -> np.ndarray:
    """A picture of any shape, reduced where it has to be, in the middle of a grey square of `size` pixels."""
    if tile.shape[:2] == (size, size):
        return tile
    scale = min(1, size / max(tile.shape[:2]))
    height, width = (max(1, round(each * scale)) for each in tile.shape[:2])
    canvas = np.full((size, size, 3), MARGIN, np.uint8)
    top, left = (size - height) // 2, (size - width) // 2
    canvas[top : top + height, left : left + width] = np.asarray(Image.fromarray(tile).resize((width, height)))
    return canvas
