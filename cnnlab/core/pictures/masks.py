"""Masks of the bundled pictures, outlined by hand for this project, and masks from PNG files."""

import json
from functools import cache

import numpy as np
from PIL import Image

from cnnlab.core.errors import N_
from cnnlab.core.pictures import png
from cnnlab.core.pictures.bundled import SAMPLES, sample, square
from cnnlab.core.pictures.refusals import PictureError

OUTLINES = SAMPLES / "masks.json"  # the corners of each outline, (column, row) in pixels of the bundled file


@cache
def outlines() -> dict[str, list[list[list[int]]]]:
    """Return the corners of each outline, by the id of its picture."""
    read: dict[str, list[list[list[int]]]] = json.loads(OUTLINES.read_text(encoding="utf-8"))
    return read


@cache
def mask_of(sample_id: str) -> np.ndarray | None:
    """Return the mask of a bundled picture, uint8 (height, width), 1 for the object, 0 elsewhere; None without one.

    >>> mask = mask_of("cat")
    >>> mask.shape, sorted({int(value) for value in mask.flat}), mask_of("another")
    ((300, 451), [0, 1], None)
    """
    if sample_id not in outlines():
        return None
    from PIL import ImageDraw  # only here: it brings FreeType along

    height, width = sample(sample_id).shape[:2]
    image = Image.new("L", (width, height), 0)
    for corners in outlines()[sample_id]:
        ImageDraw.Draw(image).polygon([(column, row) for column, row in corners], fill=1)
    mask = np.array(image)
    mask.setflags(write=False)
    return mask


def square_mask(mask: np.ndarray, size: int) -> np.ndarray:
    """Crop a mask (height, width) as `square` crops its picture, and resize it to (size, size) by nearest neighbour.

    >>> square_mask(np.eye(2, 4, 1, dtype=np.uint8), 2).tolist()
    [[1, 0], [0, 1]]
    """
    middle = square(np.stack([mask] * 3, axis=-1), "crop", size).view[..., 0]
    return np.asarray(Image.fromarray(middle).resize((size, size), Image.Resampling.NEAREST))


def has_fill_class(masks: np.ndarray) -> bool:
    """Whether a layer filled these masks, whose only classes were 0 and 1, with another value.

    >>> has_fill_class(np.array([[0, 1]])), has_fill_class(np.array([[0, 127]]))
    (False, True)
    """
    return bool((masks > 1).any())


def read_mask(data: bytes, height: int, width: int) -> np.ndarray:
    """Read a PNG file as the mask of a picture: every pixel but 0 belongs to the object; uint8 of 0 and 1.

    Palettes count by index, not by colour, and transparent pixels are 0.

    Raises PictureError for other files, for another size than the picture's, and for a mask of zeros.
    """
    try:
        still = png.still(data)
        with Image.open(still.file, formats=("PNG",)) as image:
            if image.size != (width, height):
                raise PictureError(
                    N_(
                        "This mask is {mask_height} × {mask_width} pixels, but its picture is {height} × {width}. "
                        "Resize the mask to the picture's size, by nearest neighbour."
                    ),
                    mask_height=image.height,
                    mask_width=image.width,
                    height=height,
                    width=width,
                )
            mask = _objects(image, still)
    except PictureError:
        raise
    except Exception as error:  # damaged bytes can make a decoder raise anything
        raise PictureError(N_("This mask cannot be read as PNG. Save it as a PNG file again.")) from error
    if not mask.any():
        raise PictureError(N_("Every pixel of this mask is 0. Give the object another value."))
    return mask


def _objects(image: Image.Image, still: png.Still) -> np.ndarray:
    values = np.atleast_3d(np.asarray(image)).astype(np.uint16)
    if (low := png.low_bytes(still)) is not None:
        values = values << 8 | np.asarray(low)
    if image.mode in ("LA", "RGBA"):
        return np.asarray((values[..., :-1] > 0).any(axis=-1) & (values[..., -1] > 0), np.uint8)
    opaque = np.asarray(image.convert("RGBA"))[..., 3] > 0
    if still.key:
        opaque = (values != still.key).any(axis=-1)
    return np.asarray((values > 0).any(axis=-1) & opaque, np.uint8)
