"""Masks of the bundled pictures, drawn by hand for this lab, and a reader's own one from a PNG file."""

import io
import json
from functools import cache

import numpy as np
from PIL import Image, ImageDraw

from cnnlab.core.errors import N_
from cnnlab.core.pictures.bundled import SAMPLES, sample, square
from cnnlab.core.pictures.decoding import PictureError

OUTLINES = SAMPLES / "masks.json"  # the corners of each outline, (column, row) in pixels of the bundled file


@cache
def outlines() -> dict[str, list[list[list[int]]]]:
    """The corners of each of a picture's outlines, by its id."""
    return json.loads(OUTLINES.read_text(encoding="utf-8"))


@cache
def mask_of(sample_id: str) -> np.ndarray | None:
    """The mask of a bundled picture, uint8 (height, width) of 0 background and 1 thing; None where none is drawn.

    >>> mask = mask_of("cat")
    >>> mask.shape, sorted({int(each) for each in mask.flat}), mask_of("another")
    ((300, 451), [0, 1], None)
    """
    if sample_id not in outlines():
        return None
    height, width = sample(sample_id).shape[:2]
    image = Image.new("L", (width, height), 0)
    for corners in outlines()[sample_id]:
        ImageDraw.Draw(image).polygon([(column, row) for column, row in corners], fill=1)
    mask = np.array(image)
    mask.setflags(write=False)
    return mask


def square_mask(mask: np.ndarray, size: int) -> np.ndarray:
    """The middle of a mask (height, width), cut as `square` cuts the picture; nearest pixels; (size, size).

    >>> square_mask(np.eye(2, 4, 1, dtype=np.uint8), 2).tolist()
    [[1, 0], [0, 1]]
    """
    middle = square(np.stack([mask] * 3, axis=-1), "crop", size).view[..., 0]
    return np.asarray(Image.fromarray(middle).resize((size, size), Image.Resampling.NEAREST))


def read_mask(data: bytes, height: int, width: int) -> np.ndarray:
    """A PNG file as the mask of a picture: every pixel that is not 0 belongs to the thing; uint8 of 0 and 1.

    Raises PictureError for what is no PNG file, has another size than the picture, or is empty of things.
    """
    try:
        with Image.open(io.BytesIO(data), formats=("PNG",)) as image:
            if image.size != (width, height):
                raise PictureError(
                    N_(
                        "A mask of {width} × {height} pixels was expected, the picture's own size; one of "
                        "{came_width} × {came_height} came. Make it that size, with nearest pixels."
                    ),
                    width=width,
                    height=height,
                    came_width=image.width,
                    came_height=image.height,
                )
            mask = _things(image)
    except PictureError:
        raise
    except (OSError, SyntaxError, ValueError) as error:
        raise PictureError(
            N_("A PNG file was expected as the mask; one that cannot be read came. Save the mask as PNG once more.")
        ) from error
    if not mask.any():
        raise PictureError(
            N_("A mask with a thing in it was expected; every pixel of this one is 0. Give the thing another number.")
        )
    return mask


def _things(image: Image.Image) -> np.ndarray:
    """Palettes by their numbers, not their colours; where a file is transparent, there is nothing."""
    if image.mode in ("LA", "PA", "RGBA"):
        values = np.asarray(image.convert("RGBA"))
        return ((values[..., :3] > 0).any(axis=-1) & (values[..., 3] > 0)).astype(np.uint8)
    values = np.atleast_3d(np.asarray(image))
    return np.any(values > 0, axis=-1, keepdims=True)[..., 0].astype(np.uint8)
