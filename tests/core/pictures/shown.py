"""Files with the pixels that Chromium 156 shows over white, one case a line; the colours of the files are in files.py.

Long, because it is a table.
"""

import zlib

from .files import (
    ADOBE_PROFILE,
    CMYK_PROFILE,
    COLOURS,
    GREY_PROFILE,
    NO_PROFILE,
    P3_PROFILE,
    RGB_ROW,
    SRGB_PROFILE,
    chunk,
    encoded,
    four_bits,
    grey,
    icc,
    longs,
    palette,
    plain,
    png,
    profile_chunk,
    rgb,
    shorts,
    swatches,
)

SAME, SAME_GREY = [list(colour) for colour in COLOURS], plain(0, 60, 128, 200)
FOUR, FOUR_CLEAR = plain(0, 255, 51, 119), plain(0, 255, 255, 119)
IN_P3, IN_ADOBE = [[215, 93, 47], [255, 0, 0], [7, 20, 31]], [[227, 100, 55], [255, 0, 0], [0, 12, 24]]
LINEAR = [[229, 168, 133], [255, 0, 0], [56, 79, 96]]
VIDEO = [[197, 91, 49], [255, 0, 0], [1, 7, 18]]
P3_POINTS = chunk(b"cHRM", longs(31270, 32900, 68000, 32000, 26500, 69000, 15000, 6000))
SRGB_POINTS = chunk(b"cHRM", longs(31270, 32900, 64000, 33000, 30000, 60000, 15000, 6000))
CMYK = swatches("CMYK", [(255, 0, 0, 0), (0, 255, 0, 0), (100, 50, 25, 30), (0, 0, 0, 0)])
INKS = swatches("CMYK", [(255, 0, 0, 0), (0, 255, 0, 0), (0, 0, 0, 255), (0, 0, 0, 0)])
SWATCHES, GREY_SWATCHES = swatches("RGB", COLOURS), swatches("L", [0, 60, 128, 200])
JPEG = {"quality": 100, "subsampling": 0}
AVIF = encoded(SWATCHES, "AVIF", quality=100, subsampling="4:4:4")


def gamma(value: int, points: bytes = b"") -> bytes:
    return rgb(chunk(b"gAMA", longs(value)) + points)


def codes(primaries: int, transfer: int, extra: bytes = b"") -> bytes:
    return rgb(chunk(b"cICP", bytes([primaries, transfer, 0, 1])) + extra)


def clear(value: int, crc: int = 0) -> bytes:
    return chunk(b"tRNS", shorts(value), crc)


def avif(primaries: int, transfer: int) -> bytes:
    """With other codes in its box `colr`."""
    at = AVIF.index(b"nclx") + 4
    return AVIF[:at] + shorts(primaries, transfer) + AVIF[at + 4 :]


def bmp(profile: bytes) -> bytes:
    """A BMP of version 5 with its profile at the end."""
    header = [(124, 4), (3, 4), (1, 4), (1, 2), (24, 2), (0, 4), (12, 4), *[(0, 4)] * 4, *[(0, 4)] * 4, (0x4D424544, 4)]
    header += [*[(0, 4)] * 12, (2, 4), (136, 4), (len(profile), 4), (0, 4)]
    row = b"".join(bytes(colour[::-1]) for colour in COLOURS) + bytes(3)
    head = b"".join(value.to_bytes(size, "little") for value, size in header)
    sizes = (150 + len(profile)).to_bytes(4, "little") + bytes(4) + (138).to_bytes(4, "little")
    return b"BM" + sizes + head + row + profile


TEXT = b"key\0\0" + zlib.compress(bytes(3_000_000))
INTERNATIONAL = b"key\0\1\0\0\0" + zlib.compress(b"x" * 3_000_000)

WHOLE = {  # that Pillow alone calls damaged
    "compressed text": (rgb(chunk(b"zTXt", TEXT)), SAME),
    "text bomb": (rgb(chunk(b"zTXt", b"key\0\0" + zlib.compress(bytes(80_000_000)))), SAME),
    "compressed international text": (rgb(chunk(b"iTXt", INTERNATIONAL)), SAME),
    "much text": (rgb(chunk(b"zTXt", b"key\0\0" + zlib.compress(bytes(900_000))) * 80), SAME),
    "text after the pixels": (rgb(after=chunk(b"zTXt", TEXT)), SAME),
    "text of an unknown compression": (rgb(chunk(b"zTXt", b"key\0\5abc")), SAME),
    "large profile": (rgb(profile_chunk(P3_PROFILE + bytes(3_000_000))), IN_P3),
    "wrong checksum: text": (rgb(chunk(b"tEXt", b"key\0text", crc=1)), SAME),
    "wrong checksum: text after": (rgb(after=chunk(b"tEXt", b"key\0text", crc=1)), SAME),
    "wrong checksum: unknown chunk": (rgb(chunk(b"abCd", b"text", crc=1)), SAME),
    "wrong checksum: time": (rgb(chunk(b"tIME", bytes(7), crc=1)), SAME),
    "wrong checksum: clear colour": (four_bits(clear(3, crc=1)), FOUR),
    "wrong checksum: of the end": (rgb()[:-1] + b"\0", SAME),
    "wrong checksum: of pixels that are right": (rgb(pixels=chunk(b"IDAT", zlib.compress(RGB_ROW), crc=1)), SAME),
    "cut after the pixels": (rgb()[:-12], SAME),
    "cut in the checksum of the pixels": (rgb()[:-14], SAME),
    "short clear colour": (four_bits(chunk(b"tRNS", b"\3")), FOUR),
    "short gamma": (rgb(chunk(b"gAMA", b"\0")), SAME),
    "short sRGB": (gamma(100_000, chunk(b"sRGB", b"")), LINEAR),
    "short points": (gamma(100_000, chunk(b"cHRM", bytes(9))), LINEAR),
    "short physical size": (rgb(chunk(b"pHYs", b"\0")), SAME),
}
CLEAR = {
    "grey, 1 bit": (png(4, 1, 1, 0, b"\0\x50", clear(0)), plain(255, 255, 255, 255)),
    "grey, 1 bit, white": (png(4, 1, 1, 0, b"\0\x50", clear(1)), plain(0, 255, 0, 255)),
    "grey, 2 bits": (png(4, 1, 2, 0, b"\0\x1b", clear(2)), plain(0, 85, 255, 255)),
    "grey, 4 bits": (four_bits(clear(3)), FOUR_CLEAR),
    "grey, 4 bits, the first of two": (four_bits(clear(3) + clear(7)), FOUR_CLEAR),
    "grey, 4 bits, too late": (png(4, 1, 4, 0, b"\0\x0f\x37", after=clear(3)), FOUR),
    "grey, 8 bits": (grey(clear(60)), plain(0, 255, 128, 200)),
    "grey, 8 bits, lowest bits count": (grey(clear(256 + 60)), plain(0, 255, 128, 200)),
    "grey, 16 bits": (png(3, 1, 16, 0, b"\0" + shorts(0x1234, 0x12FF, 0x80FF), clear(0x1234)), plain(255, 18, 128)),
    "rgb, 8 bits": (rgb(chunk(b"tRNS", shorts(255, 0, 0))), [COLOURS[0], [255] * 3, COLOURS[2]]),
    "rgb, 8 bits, lowest bits count": (rgb(chunk(b"tRNS", shorts(511, 256, 0))), [COLOURS[0], [255] * 3, COLOURS[2]]),
    "rgb, 16 bits": (
        png(3, 1, 16, 2, b"\0" + shorts(*[0x1234] * 6, *[0x1235] * 3), chunk(b"tRNS", shorts(*[0x1234] * 3))),
        plain(255, 255, 18),
    ),
    "rgb, 16 bits, a low byte differs": (
        png(2, 1, 16, 2, b"\0" + shorts(0x1234, 0x1234, 0x1235, 0, 1, 0), chunk(b"tRNS", shorts(0, 0, 0))),
        plain(18, 0),
    ),
    "rgb, 16 bits, interlaced": (
        png(
            2, 1, 16, 2, b"\0" + shorts(1, 2, 3) + b"\0" + shorts(1, 2, 4), chunk(b"tRNS", shorts(1, 2, 4)), interlace=1
        ),
        plain(0, 255),
    ),
    "palette, 1 bit": (palette(1, b"\x50", b"\0"), [[255] * 3, [1, 2, 3]] * 2),
    "palette, 2 bits": (
        palette(2, b"\x1b", bytes([255, 128, 0])),
        [[200, 100, 60], [128, 128, 129], [255] * 3, [50, 60, 70]],
    ),
    "palette, 4 bits": (palette(4, b"\x01\x23", bytes([255, 0])), [[200, 100, 60], [255] * 3, [9] * 3, [50, 60, 70]]),
    "palette, 8 bits": (palette(8, bytes(range(4)), bytes([0, 255])), [[255] * 3, [1, 2, 3], [9] * 3, [50, 60, 70]]),
    "of a grey picture with another gamma": (grey(chunk(b"gAMA", longs(100_000)) + clear(60)), plain(0, 255, 188, 229)),
    "of a picture in P3": (
        rgb(profile_chunk(P3_PROFILE) + chunk(b"tRNS", shorts(255, 0, 0))),
        [IN_P3[0], [255] * 3, IN_P3[2]],
    ),
}
COLOUR = {
    "png P3": (rgb(profile_chunk(P3_PROFILE)), IN_P3),
    "png Adobe RGB": (rgb(profile_chunk(ADOBE_PROFILE)), IN_ADOBE),
    "png sRGB": (rgb(profile_chunk(SRGB_PROFILE)), SAME),
    "png grey": (grey(profile_chunk(GREY_PROFILE)), plain(0, 77, 146, 210)),
    "png grey, profile for RGB": (grey(profile_chunk(ADOBE_PROFILE)), plain(0, 57, 129, 201)),
    "png profile before sRGB": (rgb(profile_chunk(P3_PROFILE) + chunk(b"sRGB", b"\0")), IN_P3),
    "png no profile, then gamma": (rgb(profile_chunk(NO_PROFILE) + chunk(b"gAMA", longs(100_000))), LINEAR),
    "png 16 bits P3": (
        png(3, 1, 16, 2, b"\0" + shorts(*(257 * value for value in RGB_ROW[1:])), profile_chunk(P3_PROFILE)),
        IN_P3,
    ),
    "png half transparent P3": (
        png(1, 1, 8, 6, b"\0" + bytes([200, 100, 60, 128]), profile_chunk(P3_PROFILE)),
        [[235, 174, 151]],
    ),
    "png grey and opacity, 16 bits": (
        png(2, 1, 16, 4, b"\0" + shorts(60 * 257, 65535, 60 * 257, 0x8000), profile_chunk(GREY_PROFILE)),
        plain(77, 166),
    ),
    "gamma 1": (gamma(100_000), LINEAR),
    "gamma 1/1.8": (gamma(55_556), [[210, 119, 77], [255, 0, 0], [10, 26, 40]]),
    "gamma 1/2.2 alone is sRGB": (gamma(45_455), SAME),
    "gamma 1/2.2 within 5%": (gamma(47_000), SAME),
    "gamma 1/2.2 with points": (gamma(45_455, SRGB_POINTS), [[201, 100, 57], [255, 0, 0], [3, 12, 24]]),
    "gamma and P3": (gamma(55_556, P3_POINTS), [[225, 113, 66], [255, 0, 0], [4, 26, 41]]),
    "points alone": (rgb(P3_POINTS), SAME),
    "gamma 0": (gamma(0), SAME),
    "sRGB before gamma": (gamma(100_000, chunk(b"sRGB", b"\0")), SAME),
    "grey and gamma": (grey(chunk(b"gAMA", longs(100_000))), plain(0, 133, 188, 229)),
    "codes P3": (codes(12, 13), IN_P3),
    "codes DCI P3": (codes(11, 13), [[211, 93, 48], [255, 0, 0], [8, 20, 31]]),
    "codes BT.2020": (codes(9, 13), [[241, 76, 46], [255, 0, 0], [0, 21, 31]]),
    "codes PAL": (codes(5, 13), [[203, 100, 61], [255, 0, 0], [9, 20, 30]]),
    "codes NTSC": (codes(6, 13), [[196, 102, 59], [248, 36, 0], [11, 20, 30]]),
    "codes linear": (codes(1, 8), LINEAR),
    "codes 2.2": (codes(1, 4), [[201, 100, 57], [255, 0, 0], [3, 12, 24]]),
    "codes 2.8": (codes(1, 5), [[189, 76, 36], [255, 0, 0], [0, 3, 8]]),
    "codes video": (codes(1, 1), VIDEO),
    "codes video of 2020": (codes(1, 14), VIDEO),
    "codes 240M": (codes(1, 7), [[206, 115, 77], [255, 0, 0], [25, 38, 48]]),
    "codes cinema": (codes(1, 17), [[200, 87, 44], [255, 0, 0], [1, 5, 13]]),
    "codes before profile": (codes(12, 13, profile_chunk(ADOBE_PROFILE)), IN_P3),
    "codes unspecified, then profile": (codes(2, 2, profile_chunk(ADOBE_PROFILE)), IN_ADOBE),
    "codes unknown, then profile": (codes(1, 99, profile_chunk(ADOBE_PROFILE)), IN_ADOBE),
    "jpeg P3": (encoded(SWATCHES, "JPEG", icc_profile=P3_PROFILE, **JPEG), IN_P3),
    "jpeg Adobe RGB": (encoded(SWATCHES, "JPEG", icc_profile=ADOBE_PROFILE, **JPEG), [[226, 100, 53], *IN_ADOBE[1:]]),
    "jpeg grey": (encoded(GREY_SWATCHES, "JPEG", icc_profile=GREY_PROFILE, quality=100), plain(0, 77, 146, 210)),
    "jpeg grey, profile for RGB": (
        encoded(GREY_SWATCHES, "JPEG", icc_profile=ADOBE_PROFILE, quality=100),
        plain(0, 57, 129, 201),
    ),
    "jpeg cmyk": (encoded(CMYK, "JPEG", quality=100), [[0, 255, 255], [255, 0, 255], [136, 180, 202], [255] * 3]),
    "jpeg cmyk with a profile": (
        encoded(INKS, "JPEG", icc_profile=CMYK_PROFILE, quality=100),
        [[0, 184, 156], [218, 113, 255], [17] * 3, [240] * 3],  # by hand too: L of 5 and 95 are 17 and 240
    ),
    "webp P3": (encoded(SWATCHES, "WEBP", icc_profile=P3_PROFILE, lossless=True), IN_P3),
    "avif": (AVIF, SAME),
    "avif P3": (encoded(SWATCHES, "AVIF", icc_profile=P3_PROFILE, quality=100, subsampling="4:4:4"), IN_P3),
    "avif codes P3": (avif(12, 13), IN_P3),
    "avif codes P3, curve unspecified": (avif(12, 2), IN_P3),
    "avif codes video": (avif(1, 1), SAME),
    "avif codes unspecified": (avif(2, 2), SAME),
    "avif codes 2.2": (avif(1, 4), [[202, 101, 58], [255, 0, 0], [3, 12, 23]]),
    "avif grey": (encoded(GREY_SWATCHES, "AVIF", icc_profile=GREY_PROFILE, quality=100), plain(0, 77, 146, 210)),
    "bmp P3": (bmp(P3_PROFILE), IN_P3),
}
UNUSED = {  # a profile that cannot be used: the colours stay, and a note says so
    "png, no profile": (rgb(profile_chunk(NO_PROFILE)), SAME),
    "png, for grey": (rgb(profile_chunk(GREY_PROFILE)), SAME),
    "png, for CMYK": (rgb(profile_chunk(CMYK_PROFILE)), SAME),
    "png, not compressed": (rgb(chunk(b"iCCP", b"name\0\0" + P3_PROFILE)), SAME),
    "png, without its colours": (rgb(profile_chunk(icc(b"RGB ", {}))), SAME),
    "png, impossible points": (gamma(100_000, chunk(b"cHRM", longs(*[0] * 8))), SAME),
    "png, profile of an unknown compression": (rgb(chunk(b"iCCP", b"name\0\5abc")), SAME),
    "png, wrong checksum: profile": (rgb(chunk(b"iCCP", b"name\0\0" + zlib.compress(P3_PROFILE), crc=1)), SAME),
    "png, codes unknown": (codes(99, 13), SAME),
    "jpeg, no profile": (encoded(SWATCHES, "JPEG", icc_profile=NO_PROFILE, **JPEG), SAME),
    "jpeg cmyk, for RGB": (
        encoded(CMYK, "JPEG", icc_profile=P3_PROFILE, quality=100),
        [[0, 255, 255], [255, 0, 255], [136, 180, 202], [255] * 3],
    ),
    "webp, for CMYK": (encoded(SWATCHES, "WEBP", icc_profile=CMYK_PROFILE, lossless=True), SAME),
}
SHOWN = {
    f"{group}: {name}": case
    for group, cases in {"whole": WHOLE, "clear": CLEAR, "colour": COLOUR, "unused": UNUSED}.items()
    for name, case in cases.items()
}
