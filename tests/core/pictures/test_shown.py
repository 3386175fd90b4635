"""Pictures are shown as browsers show them: whole files that Pillow alone refuses, clear colours, colour profiles."""

import zlib

import numpy as np
import pytest
from PIL import Image

from cnnlab.core.pictures import PictureError, open_picture, read_picture

from .files import (
    NO_PROFILE,
    SRGB_PROFILE,
    chunk,
    coarse_srgb,
    encoded,
    middles,
    png,
    profile_chunk,
    rgb,
    swatches,
)
from .shown import SAME, SHOWN, avif, codes

ROUNDING = 1  # of a conversion to 8 bits
LOSS = 2  # with that of JPEG and AVIF at their best quality


@pytest.mark.parametrize("name", SHOWN)
def test_the_pixels_are_those_of_chromium(name):
    data, expected = SHOWN[name]
    picture = read_picture(data)
    away = np.abs(np.subtract(middles(picture.pixels), expected)).max()
    assert away <= (LOSS if "jpeg" in name or "avif" in name else ROUNDING), middles(picture.pixels)
    assert ("cannot be used" in picture.note) == name.startswith("unused")


@pytest.mark.parametrize("transfer", [16, 18])  # PQ and HLG: browsers map them to the screen, each in its own way
@pytest.mark.parametrize("make", [codes, avif])
def test_a_note_says_that_hdr_is_not_converted(make, transfer):
    picture = read_picture(make(9, transfer))
    assert np.abs(np.subtract(middles(picture.pixels), SAME)).max() <= LOSS
    assert "cannot be used" in picture.note


def test_an_avif_opens_with_a_profile_that_cannot_be_used():
    """Chromium shows nothing then."""
    picture = read_picture(encoded(swatches("RGB", [(200, 100, 60)]), "AVIF", icc_profile=NO_PROFILE, quality=100))
    assert np.abs(np.subtract(middles(picture.pixels), SAME[:1])).max() <= LOSS
    assert picture.note


def test_the_still_picture_of_a_damaged_animation_is_shown():
    """The pixels are whole, but Chromium shows nothing."""
    assert middles(open_picture(rgb(chunk(b"acTL", b"\0") + chunk(b"fcTL", b"\0")))) == SAME


@pytest.mark.parametrize("profile", [SRGB_PROFILE, coarse_srgb()], ids=["exact", "coarse"])
def test_a_picture_in_srgb_keeps_every_value(profile):
    cube = Image.fromarray(
        np.stack(np.meshgrid(*[np.arange(0, 256, 3, dtype=np.uint8)] * 3), -1).reshape(86 * 4, -1, 3)
    )
    assert np.array_equal(open_picture(encoded(cube, "PNG", icc_profile=profile)), cube)


def idat(*, level: int, at: int, change: int, size: int) -> bytes:
    """A noisy picture's IDAT chunks of a size, with their checksums, one byte of which was changed afterwards."""
    stream = zlib.compress(ROWS, level)
    changed = bytearray(stream)
    changed[at] ^= change
    chunks = b""
    for start in range(0, len(stream), size):
        right, wrong = stream[start : start + size], bytes(changed[start : start + size])
        chunks += chunk(b"IDAT", right)[:8] + wrong + chunk(b"IDAT", right)[-4:]
    return chunks


NOISE = np.random.default_rng(0).integers(0, 256, (30, 40, 3), dtype=np.uint8)
ROWS = b"".join(b"\0" + row.tobytes() for row in NOISE)


@pytest.mark.parametrize("level", [0, 1])
@pytest.mark.parametrize("size", [700, len(zlib.compress(ROWS, 1)) - 4, 10**6])
def test_changed_pixels_are_never_shown(level, size):
    """Wherever a byte is wrong, the picture is refused, or, if it was a byte without meaning, right."""
    generator = np.random.default_rng(level)
    for at in [*generator.integers(2, len(zlib.compress(ROWS, level)), 40), -5, -1]:
        pixels = idat(level=level, at=int(at), change=int(generator.integers(1, 256)), size=size)
        try:
            shown = open_picture(png(40, 30, 8, 2, b"", pixels=pixels))
        except PictureError:
            continue
        assert np.array_equal(shown, NOISE), at


@pytest.mark.parametrize("cut", range(1, 40))
def test_a_cut_file_is_shown_right_or_refused(cut):
    """Without its last 12 bytes, the end, and 4 before, a checksum, it is whole; more may be missing of zlib's own."""
    try:
        shown = open_picture(rgb()[:-cut])
    except PictureError:
        assert cut > 16
        return
    assert middles(shown) == SAME


def test_a_critical_chunk_that_nobody_knows_is_refused():
    """As in Chromium: without it the pixels mean something else (Apple's CgBI, for example)."""
    with pytest.raises(PictureError, match="damaged or incomplete"):
        open_picture(rgb(chunk(b"CgBI", bytes(4))))


def test_a_bomb_with_a_wrong_checksum_is_refused_soon():
    pixels = chunk(b"IDAT", zlib.compress(bytes(600_000_000), 1), crc=1)
    with pytest.raises(PictureError, match="damaged or incomplete"):
        open_picture(png(3, 1, 8, 2, b"", pixels=pixels))


def test_a_profile_that_claims_to_be_larger_than_what_is_read_is_not_used():
    picture = read_picture(rgb(profile_chunk((20_000_000).to_bytes(4) + SRGB_PROFILE[4:] + bytes(9_000_000))))
    assert picture.note
