"""Maps as pixels: interpolation checked by hand, colours, and a picture that is unchanged without evidence."""

import base64
import io
import zipfile

import numpy as np
from PIL import Image

from cnnlab.figures import encode, heat, palette

STEP = np.array([[0.0, 1.0]])


def test_interpolation_is_bilinear_between_cell_centres():
    assert heat.smooth(STEP, 1, 4).tolist() == [[0.0, 0.25, 0.75, 1.0]]


def test_the_picture_is_unchanged_where_the_map_is_zero_and_takes_its_colour_where_it_is_one():
    picture = np.full((10, 10, 3), 100, np.uint8)
    over = heat.blend(picture, STEP, palette.EVEN, 1.0)
    assert over[0, 0].tolist() == [100, 100, 100]
    assert over[0, -1].tolist() == palette.table(palette.EVEN)[255].tolist()
    assert heat.blend(picture, STEP, palette.EVEN, 0.0).tolist() == picture.tolist()


def test_a_grey_picture_is_left_at_zero_and_each_sign_has_its_own_colour():
    """The colours at the ends of the diverging scale, in the file #2166ac and #b2182b; half of one over grey 90."""
    grey = np.full((1, 4, 3), 90, np.uint8)
    found = heat.signed_blend(grey, np.array([[-2.0, 0.0, 1.0, 2.0]]))[0].tolist()
    assert found == [[0x21, 0x66, 0xAC], [90] * 3, [(90 + 0xB2) // 2, (90 + 0x18) // 2, 66], [0xB2, 0x18, 0x2B]]
    assert heat.signed_blend(grey, np.zeros((2, 2))).tolist() == grey.tolist()


def test_the_viridis_table_matches_plotlys():
    assert palette.table("viridis")[[0, 255]].tolist() == [[68, 1, 84], [253, 231, 37]]


def test_a_png_file_is_lossless():
    picture = np.random.default_rng(0).integers(0, 256, (7, 5, 3), dtype=np.uint8)
    assert np.array_equal(np.asarray(Image.open(io.BytesIO(encode.png(picture)))), picture)


def test_an_archive_has_one_png_file_per_picture():
    pictures = [np.full((2, 3, 3), value, np.uint8) for value in (10, 20)]
    with zipfile.ZipFile(io.BytesIO(encode.png_archive(pictures))) as archive:
        assert archive.namelist() == ["picture0.png", "picture1.png"]
        with archive.open("picture1.png") as file:
            assert np.array_equal(np.asarray(Image.open(file)), pictures[1])


def test_a_strip_stacks_its_pictures_vertically():
    strip = encode.picture_strip([np.full((8, 16, 3), value, np.uint8) for value in (10, 200)])
    assert (strip.height, strip.width, strip.count) == (8, 16, 2)
    stacked = np.asarray(Image.open(io.BytesIO(strip.file))).astype(int)
    assert stacked.shape == (16, 16, 3)
    assert np.abs(stacked[4] - 10).max() <= 3
    assert np.abs(stacked[12] - 200).max() <= 3


def test_a_picture_in_a_data_uri_is_reduced_to_the_size_asked_for():
    uri = encode.jpeg_uri(np.zeros((300, 600, 3), np.uint8), 100)
    head, data = uri.split(",")
    assert head == "data:image/jpeg;base64"
    assert Image.open(io.BytesIO(base64.b64decode(data))).size == (100, 50)
