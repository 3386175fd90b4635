"""Masks of the bundled pictures, which are cropped like the pictures, and masks from PNG files."""

import io
import struct
import zlib

import numpy as np
import pytest
from PIL import Image, ImageDraw
from scipy.ndimage import label

from cnnlab.core.pictures import PictureError, sample, samples, square
from cnnlab.core.pictures.masks import mask_of, outlines, read_mask, square_mask

from . import files
from .files import chunk, shorts

IDS = list(outlines())
FIRST_SIX = {"cat", "coffee", "flower", "china", "astronaut", "rocket"}


def png(values: np.ndarray, mode: str | None = None, kind: str = "PNG") -> bytes:
    file = io.BytesIO()
    image = Image.fromarray(values)
    if mode == "P":
        image.putpalette([200, 30, 40] + [0, 0, 0] * 255)
    image.save(file, kind)
    return file.getvalue()


@pytest.mark.parametrize("name", IDS)
def test_an_outline_is_inside_its_picture(name):
    mask, picture = mask_of(name), sample(name)
    assert mask.shape == picture.shape[:2]
    assert set(np.unique(mask)) == {0, 1}
    for corners in outlines()[name]:
        assert 20 <= len(corners) <= 180
        columns, rows = np.array(corners).T
        assert columns.min() >= 0 <= rows.min()
        assert columns.max() <= picture.shape[1]
        assert rows.max() <= picture.shape[0]


def test_masks_belong_to_bundled_pictures():
    known = {photograph.id for photograph in samples()}
    assert {*FIRST_SIX, "kitten", "shepherd", "two_dogs"} == set(IDS) <= known
    assert [mask_of(name) for name in ("", "tabby")] == [None, None]


def test_two_animals_that_touch_are_one_piece_of_the_mask_but_two_outlines():
    both = mask_of("two_dogs")
    assert label(both)[1] == 1
    each = []
    for corners in outlines()["two_dogs"]:
        image = Image.new("1", both.shape[::-1])
        ImageDraw.Draw(image).polygon([tuple(corner) for corner in corners], fill=1)
        each.append(np.asarray(image))
    assert [label(one)[1] for one in each] == [1, 1]
    assert np.array_equal(each[0] | each[1], both)
    assert (each[0] & each[1]).sum() < 300, "they share their boundary, about 150 pixels long"


@pytest.mark.parametrize(
    ("name", "objects", "background"),  # (row, column), read off the picture by eye
    [
        ("cat", [(110, 170), (135, 310), (240, 265), (30, 350), (280, 20)], [(40, 10), (60, 420), (250, 370)]),
        ("coffee", [(30, 290), (150, 280), (240, 300), (270, 210)], [(280, 350), (75, 412), (250, 120), (350, 300)]),
        ("rocket", [(150, 322), (300, 322), (400, 322)], [(150, 300), (300, 345), (415, 322), (200, 450)]),
        ("flower", [(220, 310), (100, 260), (340, 330), (410, 340), (400, 420)], [(368, 340), (60, 310), (220, 460)]),
        (
            "china",
            [(40, 205), (100, 200), (215, 110), (330, 355), (375, 250)],
            [(90, 130), (145, 100), (350, 120), (300, 400)],
        ),
        (
            "kitten",
            [(80, 197), (180, 245), (150, 360), (220, 590), (340, 475), (280, 280)],
            [(240, 360), (180, 420), (60, 300), (310, 450), (130, 150), (430, 110)],
        ),
        (
            "shepherd",
            [(30, 490), (50, 560), (200, 300), (360, 60), (450, 215), (420, 425), (300, 470)],
            [(40, 520), (380, 300), (390, 435), (300, 80), (440, 300), (200, 580)],
        ),
        (
            "two_dogs",
            [(180, 240), (110, 285), (200, 350), (180, 400), (360, 435), (280, 480), (260, 362)],
            [(110, 330), (270, 330), (330, 415), (60, 200), (300, 265), (340, 480)],
        ),
        ("astronaut", [(40, 230), (110, 230), (220, 220), (380, 100), (430, 420)], [(60, 60), (60, 400), (150, 330)]),
    ],
)
def test_the_masks_separate_object_and_background(name, objects, background):
    mask = mask_of(name)
    assert [int(mask[place]) for place in objects] == [1] * len(objects)
    assert [int(mask[place]) for place in background] == [0] * len(background)


@pytest.mark.parametrize("name", ["cat", "rocket", "astronaut", "shepherd"])
@pytest.mark.parametrize("size", [64, 180, 320])
def test_a_mask_is_cropped_like_its_picture(name, size):
    """The mask as a picture, made square, is the square mask, except for the smoothing along its outline."""
    mask = mask_of(name)
    picture = square(np.repeat(255 * mask[..., None], 3, axis=-1), "crop", size).pixels[..., 0]
    cut = square_mask(mask, size)
    assert (cut.shape, cut.dtype) == ((size, size), np.uint8)
    assert set(np.unique(cut)) <= {0, 1}
    clear = (picture < 20) | (picture > 235)
    assert clear.mean() > 0.9
    assert np.array_equal(cut[clear], (picture > 127)[clear])


def test_resizing_makes_no_values_between_two_classes():
    assert set(np.unique(square_mask(200 * mask_of("cat"), 320))) == {0, 200}


def test_any_value_but_0_is_the_object_in_every_kind_of_png():
    values = np.array([[0, 7], [255, 0]], np.uint8)
    expected = [[0, 1], [1, 0]]
    assert read_mask(png(values), 2, 2).tolist() == expected
    assert read_mask(png(values > 0), 2, 2).tolist() == expected
    assert read_mask(png(values, "P"), 2, 2).tolist() == expected, "palette indices, not colours"
    assert read_mask(png(values.astype(np.uint16)), 2, 2).tolist() == expected
    colours = np.zeros((2, 2, 4), np.uint8)
    colours[..., 2], colours[..., 3] = values, 255
    assert read_mask(png(colours[..., :3].copy()), 2, 2).tolist() == expected
    colours[1, 0, 3] = 0
    assert read_mask(png(colours), 2, 2).tolist() == [[0, 1], [0, 0]]


@pytest.mark.parametrize(
    "data",
    [
        files.png(2, 1, 16, 2, b"\0" + shorts(0, 0, 0, 0, 0, 5)),
        files.png(2, 1, 16, 4, b"\0" + shorts(0, 65535, 5, 1)),
        files.png(2, 1, 16, 6, b"\0" + shorts(0, 0, 0, 65535, 0, 0, 5, 1)),
        files.png(2, 1, 16, 0, b"\0" + shorts(0, 5)),
    ],
    ids=["rgb", "grey and opacity", "rgb and opacity", "grey"],
)
def test_a_small_value_of_16_bits_is_the_object_too(data):
    """5 of 65,535 is 0 at 8 bits."""
    assert read_mask(data, 1, 2).tolist() == [[0, 1]]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (files.four_bits(chunk(b"tRNS", shorts(3))), [0, 1, 0, 1]),
        (files.grey(chunk(b"tRNS", shorts(60))), [0, 0, 1, 1]),
        (files.png(4, 1, 16, 0, b"\0" + shorts(0, 257, 258, 1), chunk(b"tRNS", shorts(258))), [0, 1, 0, 1]),
        (files.png(2, 1, 16, 2, b"\0" + shorts(1, 2, 3, 1, 2, 4), chunk(b"tRNS", shorts(1, 2, 3))), [0, 1]),
        (files.palette(2, b"\x1b", bytes([255, 0, 128])), [0, 0, 1, 1]),
    ],
    ids=["4 bits", "8 bits", "16 bits", "rgb of 16 bits", "palette"],
)
def test_clear_pixels_are_0(data, expected):
    assert read_mask(data, 1, len(expected)).tolist() == [expected]


def test_a_mask_with_much_text_or_a_wrong_checksum_beside_its_pixels_is_whole():
    extra = chunk(b"zTXt", b"key\0\0" + zlib.compress(bytes(3_000_000))) + chunk(b"tEXt", b"key\0text", crc=1)
    assert read_mask(files.grey(extra), 1, 4).tolist() == [[0, 1, 1, 1]]


GOOD = png(np.eye(3, 4, dtype=np.uint8))


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (GOOD, r"This mask is 3 × 4 pixels, but its picture is 3 × 5\. Resize the mask"),
        (png(np.eye(3, 5, dtype=np.uint8), kind="BMP"), "This mask cannot be read as PNG. Save it as a PNG file again"),
        (b"", "cannot be read as PNG"),
        (png(np.random.default_rng(0).integers(0, 9, (3, 5), dtype=np.uint8))[:60], "cannot be read as PNG"),
        (png(np.zeros((3, 5), np.uint8)), "Every pixel of this mask is 0. Give the object another value"),
    ],
)
def test_a_mask_that_does_not_fit_is_refused(data, text):
    with pytest.raises(PictureError, match=text):
        read_mask(data, 3, 5)


def test_damaged_masks_are_refused_by_name():
    """A header that promises 20000 x 20000 pixels, and one of depth 0 with a clear colour."""
    file = io.BytesIO()
    Image.fromarray(np.ones((2, 2), np.uint8)).save(file, "PNG")
    whole = file.getvalue()

    def with_header(header, more=b""):
        return whole[:8] + chunk(b"IHDR", header) + more + whole[33:]

    for data in (
        with_header(struct.pack(">IIBBBBB", 20_000, 20_000, 8, 0, 0, 0, 0)),
        with_header(struct.pack(">IIBBBBB", 2, 2, 0, 0, 0, 0, 0), chunk(b"tRNS", b"\x00\x01")),
    ):
        with pytest.raises(PictureError, match="mask"):
            read_mask(data, 2, 2)
