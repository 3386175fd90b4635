"""A picture with its mask over it."""

import numpy as np
from PIL import Image, ImageFilter

from cnnlab.figures import palette

OBJECT, FILL = palette.KINDS["DepthwiseConv2D"], palette.KINDS["MaxPooling2D"]  # blue and orange
TINT = 0.45
MARGIN = 127  # grey around a picture that is not square


def tinted(picture: np.ndarray, mask: np.ndarray) -> np.ndarray:
    """Tint and outline the object, 1 in the mask (height, width), in the picture (height, width, 3).

    Values other than 0 and 1 come from a layer that filled the mask; they have a tint of their own.
    """
    made = picture.astype(float)
    for inside, colour in ((mask == 1, OBJECT), (mask > 1, FILL)):
        made[inside] = (1 - TINT) * made[inside] + TINT * np.array(_rgb(colour))
    made[_rim(mask == 1, 7)] = 255
    made[_rim(mask == 1, 3)] = 0
    return made.round().astype(np.uint8)


def _rim(inside: np.ndarray, width: int) -> np.ndarray:
    """Where a window of `width` pixels covers both inside and outside."""
    image = Image.fromarray((inside * 255).astype(np.uint8))
    highest, lowest = (np.asarray(image.filter(kind(width))) for kind in (ImageFilter.MaxFilter, ImageFilter.MinFilter))
    return highest != lowest


def _rgb(colour: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(colour.removeprefix("#")))


def framed(tile: np.ndarray, size: int) -> np.ndarray:
    """Place a picture of any shape, reduced if necessary, in the centre of a grey square of `size` pixels."""
    if tile.shape[:2] == (size, size):
        return tile
    scale = min(1, size / max(tile.shape[:2]))
    height, width = (max(1, round(side * scale)) for side in tile.shape[:2])
    canvas = np.full((size, size, 3), MARGIN, np.uint8)
    top, left = (size - height) // 2, (size - width) // 2
    canvas[top : top + height, left : left + width] = np.asarray(Image.fromarray(tile).resize((width, height)))
    return canvas
