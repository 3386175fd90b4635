"""A decoded picture as a page shows it: in sRGB, over white, reduced; band by band, without a second full-size copy."""

import numpy as np
from PIL import Image

from cnnlab.core.pictures.colours import Convert

BAND = 250_000  # pixels


def over_white(
    image: Image.Image,
    mode: str,
    convert: Convert,
    largest: int,
    key: tuple[int, ...] = (),
    low: Image.Image | None = None,
) -> Image.Image:
    """Return an image in RGB with no side over `largest`; `mode` is that of its colours (L, RGB or CMYK).

    `key` is the clear colour of a picture of 16 bits; the low bytes of its values are in `low` if it is RGB.
    """
    width, height = image.size
    factor = -(-max(width, height) // largest)
    result = Image.new("RGB", (-(-width // factor), -(-height // factor)))
    result.info["exif"] = image.info.get("exif", b"")
    rows = factor * max(1, BAND // (width * factor))
    for top in range(0, height, rows):
        box = (0, top, width, min(top + rows, height))
        colours, alpha = _split(image.crop(box), mode)
        if key:
            alpha = _all_but(key, image.crop(box), low.crop(box) if low else None)
        result.paste(_blended(convert(colours), alpha).reduce(factor), (0, top // factor))
    return result


def _split(band: Image.Image, mode: str) -> tuple[Image.Image, Image.Image | None]:
    """Return the colours in `mode`, and the opacity, L, or None if all is opaque."""
    if band.mode.startswith("I"):  # 16 bits: the high byte, as Pillow takes it of RGB and browsers of all
        return Image.fromarray((np.asarray(band) >> 8).astype(np.uint8)), None
    if not band.has_transparency_data:
        return band.convert(mode), None
    full = band.convert("RGBA")
    return full.getchannel("R") if mode == "L" else full.convert("RGB"), full.getchannel("A")


def _all_but(key: tuple[int, ...], band: Image.Image, low: Image.Image | None) -> Image.Image:
    """Return an opacity of 0 where all 16 bits of all values are those of the key, and 255 elsewhere."""
    values = np.atleast_3d(np.asarray(band)).astype(np.uint16)
    if low is not None:
        values = values << 8 | np.asarray(low)
    return Image.fromarray(np.where((values == key).all(axis=-1), 0, 255).astype(np.uint8))


def _blended(colours: Image.Image, alpha: Image.Image | None) -> Image.Image:
    if alpha is None:
        return colours
    white = Image.new("RGB", colours.size, "white")
    white.paste(colours, mask=alpha)
    return white
