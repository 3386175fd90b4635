"""A picture from bytes: what may be opened is decided by the header, what is opened is decoded within a budget."""

import io

import numpy as np
from PIL import (  # the plugins register the formats; Image.init() would load all of Pillow's
    BmpImagePlugin,
    GifImagePlugin,
    Image,
    ImageOps,
    JpegImagePlugin,
    PngImagePlugin,
    WebPImagePlugin,
)

from cnnlab.core.errors import N_, CnnLabError

FORMATS = tuple(
    plugin.format
    for plugin in (
        JpegImagePlugin.JpegImageFile,  # and MPO, the kind of JPEG that some phones write
        PngImagePlugin.PngImageFile,
        WebPImagePlugin.WebPImageFile,
        GifImagePlugin.GifImageFile,
        BmpImagePlugin.BmpImageFile,
    )
)
LARGEST_PIXELS = 50_000_000
LARGEST_SIDE = 2048  # what comes back is reduced to this, so that thirty visitors' pictures stay small
DECODE_BUDGET = 90_000_000  # bytes that one decoder may take; with the upload and the result it stays under 150 MB

BEGINNINGS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a")  # of those that are known here
OTHER_KINDS = (  # beginnings of files that people mistake for pictures that a browser's lesson can open
    (b"%PDF", "PDF"),
    (b"PK\x03\x04", "ZIP"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
    (b"8BPS", "Photoshop"),
    (b"<svg", "SVG"),
    (b"<?xml", "SVG / XML"),
    (b"<!DOCTYPE", "HTML"),
    (b"<html", "HTML"),
)


class PictureError(CnnLabError):
    """The bytes are no picture that can be opened here; the text says why and what to do."""


def open_picture(data: bytes) -> np.ndarray:
    """Turn the bytes of a JPEG, PNG, WebP, GIF (first frame) or BMP file into uint8 RGB (height, width, 3).

    Upright by its EXIF orientation, transparency over white, 16-bit, palette, CMYK and greyscale brought to 8-bit RGB.
    A picture with a side over 2048 comes back reduced to it. Raises PictureError, before memory is spent, for what is
    no such picture, is cut off, has more than 50 megapixels or would take too much memory to decode.

    >>> from cnnlab.core.pictures.bundled import SAMPLES
    >>> open_picture(SAMPLES.joinpath("chelsea.png").read_bytes()).shape
    (300, 451, 3)
    """
    if not data:
        raise PictureError(N_("A picture was expected; the file is empty. Choose another file."))
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as image:
            _check_size(image)
            return _decode(image)
    except PictureError:
        raise
    except Image.UnidentifiedImageError as error:
        raise _no_picture(data) from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_large("-") from error
    except Exception as error:  # a decoder that is fed damaged bytes raises anything at all
        raise _damaged(str(error) or type(error).__name__) from error


def _check_size(image: Image.Image) -> None:
    width, height = image.size
    if width * height > LARGEST_PIXELS:
        raise _too_large(f"{width} x {height}")
    needed = _decoder_bytes(image)
    if needed > DECODE_BUDGET:
        raise PictureError(
            N_(
                "This {kind} picture of {width} x {height} pixels would take {needed} MB of memory to open; {budget} "
                "MB is the most. Make it smaller, or save it as an ordinary (not progressive) JPEG."
            ),
            kind=f"{image.format} ({image.mode})",
            width=width,
            height=height,
            needed=round(needed / 1e6),
            budget=round(DECODE_BUDGET / 1e6),
        )


def _too_large(size: str) -> PictureError:
    return PictureError(
        N_("A picture of at most {most} megapixels was expected; this one has {size} pixels. Make it smaller first."),
        most=LARGEST_PIXELS // 1_000_000,
        size=size,
    )


def _decoder_bytes(image: Image.Image) -> int:
    """The memory that decoding takes, from the header alone. Asks a JPEG for a reduced size first (Image.draft)."""
    width, height = image.size
    if isinstance(image, JpegImagePlugin.JpegImageFile):
        held = _coefficient_bytes(image) if image.info.get("progressive") else 0
        scale = min(1.0, LARGEST_SIDE / max(width, height))
        image.draft(None, (max(1, int(width * scale)), max(1, int(height * scale))))
        return held + 4 * image.size[0] * image.size[1]
    if image.format == "WEBP":
        return 12 * width * height  # the decoder's canvas, its copy as bytes, Pillow's own
    bytes_each = {"1": 1, "L": 1, "P": 1, "I;16": 2, "I;16B": 2}.get(image.mode, 4)
    return bytes_each * width * height


def _coefficient_bytes(image: JpegImagePlugin.JpegImageFile) -> int:
    """A progressive JPEG is held whole as coefficients of two bytes, each component at its own sampling."""
    finest = max(across for _, across, _, _ in image.layer) * max(down for _, _, down, _ in image.layer)
    share = sum(across * down / finest for _, across, down, _ in image.layer)
    return int(2 * share * image.size[0] * image.size[1])


def _decode(image: Image.Image) -> np.ndarray:
    image.load()
    reduced = _reduced(image)
    try:
        return np.array(ImageOps.exif_transpose(reduced))
    except Exception:  # a damaged EXIF block is no reason to refuse a whole picture
        return np.array(reduced)


def _reduced(image: Image.Image) -> Image.Image:
    """RGB over white, reduced to the largest side, made band by band so that no second whole copy is held."""
    width, height = image.size
    factor = -(-max(width, height) // LARGEST_SIDE)
    result = Image.new("RGB", (-(-width // factor), -(-height // factor)))
    result.info["exif"] = image.info.get("exif", b"")
    rows = factor * max(1, 1_000_000 // (width * factor))
    for top in range(0, height, rows):
        band = image.crop((0, top, width, min(top + rows, height)))
        result.paste(_over_white(band).reduce(factor), (0, top // factor))
    return result


def _over_white(image: Image.Image) -> Image.Image:
    if image.mode.startswith("I"):  # 16 bits a pixel
        values = np.asarray(image).astype(np.uint32)
        return Image.fromarray(((values * 255 + 32767) // 65535).astype(np.uint8)).convert("RGB")
    if image.has_transparency_data:
        coloured = image.convert("RGBA")
        white = Image.new("RGBA", image.size, "white")
        return Image.alpha_composite(white, coloured).convert("RGB")
    return image.convert("RGB")


def _damaged(reason: str) -> PictureError:
    return PictureError(
        N_(
            "A whole picture was expected; this file is damaged or cut off ({reason}). "
            "Copy or download it again, or save it anew from a picture viewer."
        ),
        reason=reason,
    )


def _no_picture(data: bytes) -> PictureError:
    if data.startswith(BEGINNINGS):
        return _damaged("its beginning cannot be read")
    if kind := _kind(data):
        return PictureError(
            N_(
                "A JPEG, PNG, WebP, GIF or BMP picture was expected; this file is {kind}. "
                "Open it in a picture viewer and save it as JPEG or PNG."
            ),
            kind=kind,
        )
    return PictureError(
        N_(
            "A JPEG, PNG, WebP, GIF or BMP picture was expected; this file is of no kind of picture that is known "
            "here. Choose another file."
        )
    )


def _kind(data: bytes) -> str:
    start = data[:64].lstrip()
    if data[4:8] == b"ftyp":
        brand = data[8:12]
        return "HEIC" if brand.startswith((b"hei", b"hev", b"mif", b"msf")) else "AVIF" if brand == b"avif" else "MP4"
    for beginning, name in OTHER_KINDS:
        if start.startswith(beginning):
            return name
    return ""
