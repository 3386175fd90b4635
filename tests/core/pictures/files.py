"""Picture files made here, and what a browser shows of them: the pixels below were read off Chromium 156.

tests/browser/test_pictures.py compares them with the Chromium at hand.
"""

import io
import struct
import zlib

import numpy as np
from PIL import Image

from cnnlab.core.pictures.profiles import D65, P3, matrix_profile, power

ADOBE = ((0.64, 0.33), (0.21, 0.71), (0.15, 0.06))
COLOURS = [(200, 100, 60), (255, 0, 0), (10, 20, 30)]
GREYS = [0, 60, 128, 200]
SIDE = 16  # pixels of a swatch, as many as a block of JPEG


def chunk(kind: bytes, data: bytes, crc: int = 0) -> bytes:
    """A chunk of PNG; with `crc`, its checksum is wrong by that."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data) ^ crc)


def png(
    width: int,
    height: int,
    depth: int,
    colour: int,
    rows: bytes,
    extra: bytes = b"",
    after: bytes = b"",
    pixels: bytes | None = None,
    interlace: int = 0,
) -> bytes:
    """A PNG written by hand: `rows` with their filter bytes, or `pixels`, the IDAT chunks."""
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, interlace)
    pixels = chunk(b"IDAT", zlib.compress(rows)) if pixels is None else pixels
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + extra + pixels + after + chunk(b"IEND", b"")


def encoded(image: Image.Image, kind: str, **options) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def swatches(mode: str, values: list) -> Image.Image:
    """Squares side by side, one of each value."""
    image = Image.new(mode, (SIDE * len(values), SIDE))
    for at, value in enumerate(values):
        image.paste(value, (SIDE * at, 0, SIDE * (at + 1), SIDE))
    return image


def middles(pixels: np.ndarray) -> list:
    """The middle of each swatch, or every pixel of a picture of one row."""
    return (pixels[SIDE // 2, SIDE // 2 :: SIDE] if len(pixels) == SIDE else pixels[0]).tolist()


def icc(space: bytes, tags: dict[bytes, bytes], pcs: bytes = b"XYZ ") -> bytes:
    """An ICC profile of version 2."""
    table, body, start = b"", b"", 132 + 12 * len(tags)
    for name, data in tags.items():
        table += struct.pack(">4sII", name, start + len(body), len(data))
        body += data + bytes(-len(data) % 4)
    head = struct.pack(">I4xI4s4s4s12x4s", start + len(body), 0x02400000, b"prtr", space, pcs, b"acsp")
    d50 = struct.pack(">3i", 63190, 65536, 54061)
    return head.ljust(68, b"\0") + d50 + bytes(48) + struct.pack(">I", len(tags)) + table + body


def grey_profile(gamma: float) -> bytes:
    return icc(b"GRAY", {b"kTRC": b"curv" + bytes(4) + struct.pack(">IH", 1, round(256 * gamma))})


def coarse_srgb() -> bytes:
    """sRGB as sites write it into small files: the columns with four digits, the curve with 26 points."""
    values = np.linspace(0, 1, 26)
    light = np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)
    curve = b"curv" + bytes(4) + longs(26) + shorts(*np.rint(65535 * light).astype(int).tolist())
    columns = {b"r": (0.4360, 0.2225, 0.0139), b"g": (0.3851, 0.7169, 0.0971), b"b": (0.1431, 0.0606, 0.7141)}
    tags = {name + b"XYZ": b"XYZ " + bytes(4) + longs(*(round(65536 * v) for v in columns[name])) for name in columns}
    return icc(b"RGB ", tags | {name + b"TRC": curve for name in columns})


def cmyk_profile() -> bytes:
    """Lab by the 16 corners of CMYK: paper is (95, 0, 0), black (5, 0, 0), cyan (65, -60, 0), magenta (65, 60, -60)."""
    corners = b""
    for index in range(16):
        cyan, magenta, yellow, black = (index >> bit & 1 for bit in (3, 2, 1, 0))
        red, green, blue = ((1 - ink) * (1 - black) for ink in (cyan, magenta, yellow))
        lightness = 5 + 30 * (red + green + blue)
        corners += bytes([round(2.55 * lightness), 128 + 60 * (red - green), 128 + 60 * (green - blue)])
    identity = struct.pack(">9i", 65536, 0, 0, 0, 65536, 0, 0, 0, 65536)
    lut = b"mft1" + bytes(4) + bytes([4, 3, 2, 0]) + identity + bytes(range(256)) * 4 + corners + bytes(range(256)) * 3
    return icc(b"CMYK", {b"A2B0": lut}, b"Lab ")


def profile_chunk(profile: bytes) -> bytes:
    return chunk(b"iCCP", b"name\0\0" + zlib.compress(profile))


def shorts(*values: int) -> bytes:
    return struct.pack(f">{len(values)}H", *values)


def longs(*values: int) -> bytes:
    return struct.pack(f">{len(values)}I", *values)


P3_PROFILE = matrix_profile(P3, D65, (2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045))
SRGB_PROFILE = matrix_profile(
    ((0.64, 0.33), (0.3, 0.6), (0.15, 0.06)), D65, (2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)
)
ADOBE_PROFILE = matrix_profile(ADOBE, D65, power(563 / 256))
GREY_PROFILE, CMYK_PROFILE, NO_PROFILE = grey_profile(1.8), cmyk_profile(), b"not a profile" * 20
RGB_ROW, GREY_ROW = b"\0" + bytes(sum(COLOURS, ())), b"\0" + bytes(GREYS)


def rgb(extra: bytes = b"", **options) -> bytes:
    return png(3, 1, 8, 2, RGB_ROW, extra, **options)


def grey(extra: bytes = b"") -> bytes:
    return png(4, 1, 8, 0, GREY_ROW, extra)


def four_bits(extra: bytes = b"") -> bytes:
    """0, 15, 3, 7 at 4 bits."""
    return png(4, 1, 4, 0, b"\0\x0f\x37", extra)


def palette(depth: int, row: bytes, clear: bytes) -> bytes:
    colours = chunk(b"PLTE", bytes([200, 100, 60, 1, 2, 3, 9, 9, 9, 50, 60, 70][: 3 * 2**depth]))
    return png(4, 1, depth, 3, b"\0" + row, colours + chunk(b"tRNS", clear))


def plain(*values: int) -> list:
    return [[value] * 3 for value in values]
