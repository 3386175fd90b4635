"""Masks and trimaps from PNG files, whose values are listed and assigned to classes; masks as PNG files."""

import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image, PngImagePlugin

from cnnlab.core.errors import N_
from cnnlab.core.pictures import png
from cnnlab.core.pictures.refusals import PictureError
from cnnlab.core.segmentation.errors import MaskError

MOST_VALUES = 32  # of a mask; a photograph has thousands
MOST_PIXELS = 16_000_000  # a photograph of 12 megapixels can have its mask
COLOURED = ("RGB", "RGBA")  # modes of Pillow
BLOCK = 500_000  # pixels of rows that are read together
LARGEST_RATIO = 1.05  # of two aspect ratios that are the same but for rounding
NOT_COUNTED = 255  # in a mask: the pixel has no class
NAMES = "Classes"  # the PNG text that holds the names, a JSON list

Colour = tuple[int, ...]  # red, green, blue


@dataclass(frozen=True)
class MaskValue:
    """One value of a mask file: a grey level, the index in a palette, or one of its colours, counted in pixels.

    `colour` is what the file shows for it. `name` is empty unless the file was written by `indexed_png`.
    """

    value: int
    colour: Colour
    pixels: int
    name: str = ""


@dataclass(frozen=True, eq=False)
class MaskFile:
    """A mask as its file has it. `index` (height, width) refers to `values`, which ascend."""

    index: np.ndarray  # uint8
    values: tuple[MaskValue, ...]


def read_mask_file(data: bytes) -> MaskFile:
    """Read a PNG file of grey levels of 8 or 16 bits, of a palette, or of colours; opacity is left out.

    A colour's value is 65536 red + 256 green + blue. Raises MaskError for other files, for more than MOST_PIXELS, and
    for more than MOST_VALUES values: a mask saved as JPEG or resized smoothly has colours that mean nothing.
    """
    image = _opened(data)
    counts = _counts(image)
    palette = image.getpalette("RGB") or [] if image.mode == "P" else []
    grey, names = image.mode not in COLOURED, _names(data)
    values = tuple(
        MaskValue(value, _colour(value, palette, grey), counts[value], names[value] if value < len(names) else "")
        for value in sorted(counts)
    )
    index = np.empty((image.height, image.width), np.uint8)
    for top, numbers in _blocks(image):
        index[top : top + len(numbers)] = np.searchsorted(sorted(counts), numbers)
    return MaskFile(index, values)


def assign(mask: MaskFile, classes: Mapping[int, int | None], height: int, width: int) -> np.ndarray:
    """Return the true class of each pixel of a picture, uint8 (height, width); NOT_COUNTED where there is none.

    `classes` has the class of each value of the file, None or nothing for pixels that are not counted. A mask of
    another size but the same shape, as of a photograph that was reduced, is resized by nearest neighbour. Raises
    MaskError if the shapes differ by more than rounding.
    """
    rows, columns = mask.index.shape
    scale = max(rows / height, columns / width)  # of the smaller one's pixels
    off = max(abs(height * scale - rows), abs(width * scale - columns)) / max(scale, 1)
    ratio = rows * width / (columns * height)
    if off >= 1 or max(ratio, 1 / ratio) > LARGEST_RATIO:
        raise MaskError(
            N_(
                "This mask is {mask_height} × {mask_width} pixels, but its picture is {height} × {width}. "
                "Choose the mask of this picture, or resize it to the picture's size, by nearest neighbour."
            ),
            mask_height=rows,
            mask_width=columns,
            height=height,
            width=width,
        )
    assigned = [classes.get(value.value) for value in mask.values]
    table = np.array([NOT_COUNTED if index is None else index for index in assigned], np.uint8)
    labels = table[mask.index]
    return np.asarray(Image.fromarray(labels).resize((width, height), Image.Resampling.NEAREST))


def indexed_png(labels: np.ndarray, colours: Sequence[Colour], names: Sequence[str] = ()) -> bytes:
    """Write a mask uint8 (height, width) as a PNG whose pixels are the classes' numbers, shown in their colours.

    The names are kept in the file's text, from which `read_mask_file` reads them.

    >>> read_mask_file(indexed_png(np.uint8([[0, 1]]), [(9, 8, 7), (0, 0, 0)], ["pet", "other"])).values[0]
    MaskValue(value=0, colour=(9, 8, 7), pixels=1, name='pet')
    """
    image = Image.fromarray(labels)
    image.putpalette([level for colour in colours for level in colour])
    text = PngImagePlugin.PngInfo()
    text.add_itxt(NAMES, json.dumps(list(names), ensure_ascii=False))
    file = io.BytesIO()
    image.save(file, "PNG", pnginfo=text if names else None, bits=8)
    return file.getvalue()


def _opened(data: bytes) -> Image.Image:
    too_large = MaskError(
        N_("This mask has more than {most} megapixels. Make it smaller first."), most=MOST_PIXELS // 10**6
    )
    try:
        image = Image.open(png.still(data).file, formats=("PNG",))
        if image.width * image.height > MOST_PIXELS:
            raise too_large
        image.load()
        return image
    except MaskError:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise too_large from error
    except (PictureError, OSError, ValueError, SyntaxError) as error:
        raise MaskError(N_("This mask cannot be read as PNG. Save it as a PNG file again.")) from error


def _counts(image: Image.Image) -> dict[int, int]:
    """How many pixels have each value; refused as soon as there are too many values."""
    counts: dict[int, int] = {}
    for _top, numbers in _blocks(image):
        for value, count in zip(*(found.tolist() for found in np.unique(numbers, return_counts=True)), strict=True):
            counts[value] = counts.get(value, 0) + count
        if len(counts) > MOST_VALUES:
            raise MaskError(
                N_(
                    "This file has more than {most} different values; a mask has one for each class. Save the mask as "
                    "PNG, without smoothing."
                ),
                most=MOST_VALUES,
            )
    return counts


def _blocks(image: Image.Image) -> Iterator[tuple[int, np.ndarray]]:
    """The first row of each block, and one whole number for each of its pixels, int32 (rows, width)."""
    rows = max(1, BLOCK // image.width)
    for top in range(0, image.height, rows):
        part = image.crop((0, top, image.width, min(top + rows, image.height)))
        if image.mode in COLOURED:
            yield top, np.asarray(part.convert("RGB"), np.int32) @ np.array([65536, 256, 1], np.int32)
        else:
            yield top, np.asarray(part.getchannel(0) if image.mode == "LA" else part).astype(np.int32)


def _colour(value: int, palette: list[int], grey: bool) -> Colour:
    if palette:
        return tuple(palette[3 * value : 3 * value + 3]) or (0, 0, 0)
    return (value & 255 if value < 256 else value >> 8,) * 3 if grey else (value >> 16, value >> 8 & 255, value & 255)


def _names(data: bytes) -> list[str]:
    """The names that `indexed_png` wrote, none for other files."""
    try:
        with Image.open(io.BytesIO(data), formats=("PNG",)) as image:
            names = json.loads(image.info.get(NAMES, "[]"))
    except Exception:  # Pillow refuses files for chunks that a mask does not need
        return []
    return [str(name) for name in names] if isinstance(names, list) else []
