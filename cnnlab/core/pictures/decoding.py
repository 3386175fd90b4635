"""Pictures from bytes: the header decides whether a file is opened; decoding stays within a memory budget."""

from dataclasses import dataclass

import numpy as np
from PIL import (  # the plugins register the formats; Image.init() would load all of Pillow's
    BmpImagePlugin,
    GifImagePlugin,
    Image,
    ImageOps,
    JpegImagePlugin,
    PngImagePlugin,
    UnidentifiedImageError,
    WebPImagePlugin,
)

from cnnlab.core.errors import N_
from cnnlab.core.pictures import colours, png
from cnnlab.core.pictures.refusals import AVIF, PictureError, damaged, not_a_picture
from cnnlab.core.pictures.white import over_white

FORMATS = tuple(
    str(plugin.format)
    for plugin in (
        JpegImagePlugin.JpegImageFile,  # also opens MPO, the kind of JPEG that some phones write
        PngImagePlugin.PngImageFile,
        WebPImagePlugin.WebPImageFile,
        GifImagePlugin.GifImageFile,
        BmpImagePlugin.BmpImageFile,
    )
)
LARGEST_PIXELS = 50_000_000
LARGEST_SIDE = 2048  # larger pictures are reduced to this, so that those of thirty visitors stay small
DECODE_BUDGET = 90_000_000  # bytes for one decoder; with the upload and the result it stays under 150 MB


@dataclass(frozen=True)
class Picture:
    """The pixels of a file, uint8 RGB (height, width, 3), and a note on its colours, empty if there is none."""

    pixels: np.ndarray
    note: str


def open_picture(data: bytes) -> np.ndarray:
    """Decode a JPEG, PNG, WebP, GIF (first frame), BMP or AVIF file to uint8 RGB (height, width, 3).

    The pixels are those that browsers show: the EXIF orientation is applied, transparency is laid over white, and
    16-bit, palette, CMYK and greyscale pictures, and those with a colour profile, are converted to 8-bit sRGB. A
    picture with a side over 2048 is reduced. Raises PictureError for other files and truncated ones, and, before any
    memory is used, for more than 50 megapixels or more memory than the budget.

    >>> from cnnlab.core.pictures.bundled import SAMPLES
    >>> open_picture(SAMPLES.joinpath("chelsea.png").read_bytes()).shape
    (300, 451, 3)
    """
    return read_picture(data).pixels


def read_picture(data: bytes) -> Picture:
    """As `open_picture`, with a note if the colour profile of the file cannot be used."""
    if not data:
        raise PictureError(N_("This file is empty. Choose another one."))
    try:
        return _read(data)
    except PictureError:
        raise
    except UnidentifiedImageError as error:
        raise not_a_picture(data) from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise PictureError(
            N_("This picture has more than {most} megapixels. Make it smaller first."), most=LARGEST_PIXELS // 1_000_000
        ) from error
    except Exception as error:  # damaged bytes can make a decoder raise anything
        raise damaged() from error


def _read(data: bytes) -> Picture:
    still = png.still(data)
    with Image.open(still.file, formats=_formats(data)) as image:
        is_wide = len(still.key) == 3
        _check_size(image, copies=2 if is_wide else 1)
        profiles = still.profiles if image.format == "PNG" else colours.profiles_of(image, data)
        mode = "L" if still.is_grey else colours.mode_of(image)
        convert, note = colours.conversion(mode, profiles)
        image.load()
        low = png.low_bytes(still) if is_wide else None
        shown = over_white(image, mode, convert, LARGEST_SIDE, still.key, low)
    return Picture(_upright(shown), note)


def _check_size(image: Image.Image, copies: int) -> None:
    width, height = image.size
    if width * height > LARGEST_PIXELS:
        raise PictureError(
            N_("This picture is {height:,} × {width:,} pixels; the limit is {most} megapixels. Make it smaller first."),
            height=height,
            width=width,
            most=LARGEST_PIXELS // 1_000_000,
        )
    needed = copies * _decoder_bytes(image)
    if needed > DECODE_BUDGET:
        raise PictureError(
            N_(
                "This {kind} picture is {height:,} × {width:,} pixels and would need {needed} MB of memory to open; "
                "the limit is {budget} MB. Make it smaller, or save it as an ordinary (not progressive) JPEG."
            ),
            kind=f"{image.format} ({image.mode})",
            height=height,
            width=width,
            needed=round(needed / 1e6),
            budget=round(DECODE_BUDGET / 1e6),
        )


def _decoder_bytes(image: Image.Image) -> int:
    """The memory that decoding takes, judged by the header; a JPEG is set to a reduced size first (Image.draft)."""
    width, height = image.size
    if isinstance(image, JpegImagePlugin.JpegImageFile):
        held = _coefficient_bytes(image) if image.info.get("progressive") else 0
        scale = min(1.0, LARGEST_SIDE / max(width, height))
        image.draft(None, (max(1, int(width * scale)), max(1, int(height * scale))))
        return held + 4 * image.size[0] * image.size[1]
    if image.format in ("WEBP", "AVIF"):  # the decoder's canvas, its copy as bytes, Pillow's own
        return (10 if image.format == "AVIF" and image.mode == "RGB" else 12) * width * height
    bytes_per_pixel = {"1": 1, "L": 1, "P": 1, "I;16": 2, "I;16B": 2}.get(image.mode, 4)
    return bytes_per_pixel * width * height


def _coefficient_bytes(image: JpegImagePlugin.JpegImageFile) -> int:
    """The coefficients of a whole progressive JPEG, two bytes each, with every component at its own sampling."""
    finest = max(across for _, across, _, _ in image.layer) * max(down for _, _, down, _ in image.layer)
    share = sum(across * down / finest for _, across, down, _ in image.layer)
    return int(2 * share * image.size[0] * image.size[1])


def _upright(image: Image.Image) -> np.ndarray:
    try:
        return np.array(ImageOps.exif_transpose(image))
    except Exception:  # a damaged EXIF block does not make the picture unusable
        return np.array(image)


def _formats(data: bytes) -> tuple[str, ...]:
    """The formats that a file may have; AVIF's decoder, the largest one, is loaded for files that may have it."""
    if not AVIF or data[4:8] != b"ftyp":
        return FORMATS
    from PIL import AvifImagePlugin

    return (*FORMATS, str(AvifImagePlugin.AvifImageFile.format))
