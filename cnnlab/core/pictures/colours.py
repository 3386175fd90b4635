"""Pictures in sRGB: the colour profile of a file, and the conversion by LittleCMS."""

import io
import struct
from collections.abc import Callable, Sequence

import numpy as np
from PIL import Image, ImageCms

from cnnlab.core.errors import N_
from cnnlab.core.pictures.profiles import UNSPECIFIED, VIDEO, profile_of_codes, srgb_profile

Convert = Callable[[Image.Image], Image.Image]  # L, RGB or CMYK to RGB
NOTE = N_(
    "The colour profile of this picture cannot be used, so it is shown as if it were sRGB. Its colours may be wrong. "
    "To avoid that, save it with the sRGB profile."
)
EMBEDDED = 0x4D424544  # bV5CSType PROFILE_EMBEDDED


def profiles_of(image: Image.Image, data: bytes) -> tuple[bytes, ...]:
    """Return the ICC profile of a JPEG, WebP, GIF, BMP or AVIF file; an empty one if it cannot be used."""
    if "icc_profile" in image.info:
        return (image.info["icc_profile"] or b"",)
    if image.format == "AVIF" and (at := data.find(b"colrnclx")) > 0:
        primaries, transfer = struct.unpack_from(">HH", data, at + 8)
        # browsers show video's curve as sRGB's, because most files that name it were made from sRGB
        transfer = 13 if transfer in (*VIDEO, UNSPECIFIED) else transfer
        return (profile_of_codes(1 if primaries == UNSPECIFIED else primaries, transfer),)
    if image.format == "BMP" and data[14:18] == struct.pack("<I", 124):  # BITMAPV5HEADER
        kind, start, size = (int.from_bytes(data[14 + at : 18 + at], "little") for at in (56, 112, 116))
        return (data[14 + start : 14 + start + size],) if kind == EMBEDDED else ()
    return ()


def mode_of(image: Image.Image) -> str:
    """Return the mode of an image's colours, without its opacity or palette: L, RGB or CMYK."""
    return image.mode if image.mode in ("L", "CMYK") else "L" if image.mode in ("1", "LA") else "RGB"


def conversion(mode: str, profiles: Sequence[bytes]) -> tuple[Convert, str]:
    """Return the conversion of a picture of mode L, RGB or CMYK to sRGB, and a note if no profile can be used.

    The first profile that can be read counts. Its perceptual intent is used; as in browsers, neither black nor white is
    adjusted.
    """
    for data in profiles:
        try:
            profile = ImageCms.ImageCmsProfile(io.BytesIO(data))
        except OSError:
            continue
        return _with_profile(mode, profile)
    return _plain, NOTE if profiles else ""


def _plain(image: Image.Image) -> Image.Image:
    return image.convert("RGB")


def _with_profile(mode: str, profile: ImageCms.ImageCmsProfile) -> tuple[Convert, str]:
    grey_as_rgb = mode == "L" and profile.profile.xcolor_space.strip() == "RGB"
    source = "RGB" if grey_as_rgb else mode
    srgb = ImageCms.ImageCmsProfile(io.BytesIO(srgb_profile()))
    try:
        transform = ImageCms.buildTransform(profile, srgb, source, "RGB", flags=ImageCms.Flags.NOWHITEONWHITEFIXUP)
    except ImageCms.PyCMSError:  # a printer's profile in an RGB picture, for example
        return _plain, NOTE
    if _is_srgb(transform, source):
        return _plain, ""
    return lambda image: transform.apply(image.convert(source)), ""


def _is_srgb(transform: ImageCms.ImageCmsTransform, mode: str) -> bool:
    """Whether the transform changes no value by more than rounding, so that a picture in sRGB keeps every value."""
    if mode == "CMYK":
        return False
    levels = np.arange(0, 256, 15, dtype=np.uint8)
    cube = np.stack(np.meshgrid(levels, levels, levels), axis=-1).reshape(-1, len(levels), 3)
    probe = Image.fromarray(cube if mode == "RGB" else cube[..., 0])
    changes = np.asarray(transform.apply(probe), int) - np.asarray(probe.convert("RGB"), int)
    return bool(np.abs(changes).max() <= 1)
