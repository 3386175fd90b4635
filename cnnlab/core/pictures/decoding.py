"""Pictures from bytes: the header decides whether a file is opened; decoding stays within a memory budget."""

import io

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

from cnnlab.core.errors import N_, CnnLabError

FORMATS = tuple(
    plugin.format
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

SIGNATURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a")  # of supported files
OTHER_KINDS = (  # signatures of unsupported files that people may upload as pictures
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
    """The bytes are not a picture that can be opened; the text says why and what to do."""


def open_picture(data: bytes) -> np.ndarray:
    """Decode a JPEG, PNG, WebP, GIF (first frame) or BMP file to uint8 RGB (height, width, 3).

    The EXIF orientation is applied, transparency is laid over white, and 16-bit, palette, CMYK and greyscale pictures
    are converted to 8-bit RGB. A picture with a side over 2048 is reduced. Raises PictureError for other files and
    truncated ones, and, before any memory is used, for more than 50 megapixels or more memory than the budget.

    >>> from cnnlab.core.pictures.bundled import SAMPLES
    >>> open_picture(SAMPLES.joinpath("chelsea.png").read_bytes()).shape
    (300, 451, 3)
    """
    if not data:
        raise PictureError(N_("This file is empty. Choose another one."))
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as image:
            _check_size(image)
            return _decode(image)
    except PictureError:
        raise
    except UnidentifiedImageError as error:
        raise _not_a_picture(data) from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise PictureError(
            N_("This picture has more than {most} megapixels. Make it smaller first."), most=LARGEST_PIXELS // 1_000_000
        ) from error
    except Exception as error:  # damaged bytes can make a decoder raise anything
        raise _damaged(str(error) or type(error).__name__) from error


def _check_size(image: Image.Image) -> None:
    width, height = image.size
    if width * height > LARGEST_PIXELS:
        raise PictureError(
            N_("This picture is {height:,} × {width:,} pixels; the limit is {most} megapixels. Make it smaller first."),
            height=height,
            width=width,
            most=LARGEST_PIXELS // 1_000_000,
        )
    needed = _decoder_bytes(image)
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
    if image.format == "WEBP":
        return 12 * width * height  # the decoder's canvas, its copy as bytes, Pillow's own
    bytes_per_pixel = {"1": 1, "L": 1, "P": 1, "I;16": 2, "I;16B": 2}.get(image.mode, 4)
    return bytes_per_pixel * width * height


def _coefficient_bytes(image: JpegImagePlugin.JpegImageFile) -> int:
    """The coefficients of a whole progressive JPEG, two bytes each, with every component at its own sampling."""
    finest = max(across for _, across, _, _ in image.layer) * max(down for _, _, down, _ in image.layer)
    share = sum(across * down / finest for _, across, down, _ in image.layer)
    return int(2 * share * image.size[0] * image.size[1])


def _decode(image: Image.Image) -> np.ndarray:
    image.load()
    reduced = _reduced(image)
    try:
        return np.array(ImageOps.exif_transpose(reduced))
    except Exception:  # a damaged EXIF block does not make the picture unusable
        return np.array(reduced)


def _reduced(image: Image.Image) -> Image.Image:
    """RGB over white, reduced to LARGEST_SIDE; done band by band, without a second full-size copy."""
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
    if image.mode.startswith("I"):  # 16 bits per pixel
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
            "This file is damaged or incomplete ({reason}). Copy or download it again, or save it again from a picture "
            "viewer."
        ),
        reason=reason,
    )


def _not_a_picture(data: bytes) -> PictureError:
    if data.startswith(SIGNATURES):
        return _damaged("its header cannot be read")
    if kind := _kind(data):
        return PictureError(
            N_("{kind} files are not supported. Open this one in a picture viewer and save it as JPEG or PNG."),
            kind=kind,
        )
    return PictureError(N_("This file is not a picture we can open. Use JPEG, PNG, WebP, GIF or BMP."))


def _kind(data: bytes) -> str:
    start = data[:64].lstrip()
    if data[4:8] == b"ftyp":
        brand = data[8:12]
        return "HEIC" if brand.startswith((b"hei", b"hev", b"mif", b"msf")) else "AVIF" if brand == b"avif" else "MP4"
    for signature, name in OTHER_KINDS:
        if start.startswith(signature):
            return name
    return ""
