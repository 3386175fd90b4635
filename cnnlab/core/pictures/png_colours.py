"""The colours of a PNG file as ICC profiles, from the chunks cICP, iCCP, sRGB, gAMA and cHRM."""

import struct
import zlib

from cnnlab.core.pictures.profiles import (
    BT709,
    D65,
    UNSPECIFIED,
    matrix_profile,
    power,
    profile_of_codes,
    srgb_profile,
)

LARGEST_PROFILE = 8_000_000  # bytes


def profiles(found: dict[bytes, bytes]) -> list[bytes]:
    """Return them by priority (PNG specification, 4.3, table 1), from the contents of the chunks by name.

    An empty profile stands for colours that cannot be converted.
    """
    known = []
    if len(codes := found.get(b"cICP", b"")) == 4 and UNSPECIFIED not in codes[:2]:
        known.append(profile_of_codes(codes[0], codes[1]) if codes[2:] == b"\0\1" else b"")
    if b"iCCP" in found:
        known.append(_inflated(found[b"iCCP"]))
    if found.get(b"sRGB"):
        known.append(srgb_profile())
    elif len(found.get(b"gAMA", b"")) == 4:
        known += _from_gamma(int.from_bytes(found[b"gAMA"]) / 100_000, found.get(b"cHRM", b""))
    return known


def _inflated(chunk: bytes) -> bytes:
    """The profile in an iCCP chunk: a name, 0, the method 0, and the compressed profile."""
    compressed = chunk.partition(b"\0")[2]
    try:
        profile = zlib.decompressobj().decompress(compressed[1:], LARGEST_PROFILE)
    except zlib.error:
        return b""
    return profile if compressed[:1] == b"\0" and int.from_bytes(profile[:4]) <= len(profile) else b""


def _from_gamma(gamma: float, chromaticities: bytes) -> list[bytes]:
    """Values are light^gamma; without chromaticities, sRGB's hold, and 1/2.2 means sRGB (within 5%, as in libpng)."""
    points = [value / 100_000 for value in struct.unpack(">8I", chromaticities)] if len(chromaticities) == 32 else []
    pairs = list(zip(points[::2], points[1::2], strict=True))
    if gamma == 0 or (not pairs and abs(2.2 * gamma - 1) < 0.05):
        return []
    white, *primaries = pairs or (D65, *BT709)
    try:
        return [matrix_profile(primaries, white, power(1 / gamma))]
    except ValueError:
        return [b""]
