"""Maps as pixels: interpolation by hand, colours, and a picture that stays clear where there is no evidence."""

import io

import numpy as np
from PIL import Image

from cnnlab.figures import encode, heat, palette

STEP = np.array([[0.0, 1.0]])


def test_bilinear_between_the_centres_of_the_cells():
    assert heat.smooth(STEP, 1, 4).tolist() == [[0.0, 0.25, 0.75, 1.0]]


def test_the_picture_stays_where_the_map_is_zero_and_takes_its_colour_where_it_is_one():
    picture = np.full((10, 10, 3), 100, np.uint8)
    over = heat.blend(picture, STEP, palette.EVEN, 1.0)
    assert over[0, 0].tolist() == [100, 100, 100]
    assert over[0, -1].tolist() == palette.table(palette.EVEN)[255].tolist()
    assert heat.blend(picture, STEP, palette.EVEN, 0.0).tolist() == picture.tolist()


def test_white_is_zero_and_the_signs_have_their_own_colours():
    cells = heat.enlarged(np.array([[-2.0, 0.0, 2.0]]), 3)[0]
    assert cells[1].min() >= 253
    assert cells[0][2] > cells[0][0]  # blue
    assert cells[2][0] > cells[2][2]  # red
    assert heat.enlarged(np.zeros((2, 2)), 4).min() >= 253


def test_viridis_is_plotlys():
    assert palette.table("viridis")[[0, 255]].tolist() == [[68, 1, 84], [253, 231, 37]]


def test_a_png_comes_back_as_it_went():
    picture = np.random.default_rng(0).integers(0, 256, (7, 5, 3), dtype=np.uint8)
    assert np.array_equal(np.asarray(Image.open(io.BytesIO(encode.png(picture)))), picture)


def test_a_data_address_is_no_larger_than_asked():
    uri = encode.jpeg_uri(np.zeros((300, 600, 3), np.uint8), 100)
    import base64

    head, data = uri.split(",")
    assert head == "data:image/jpeg;base64"
    assert Image.open(io.BytesIO(base64.b64decode(data))).size == (100, 50)


def test_the_faded_bar_has_the_colours_that_a_white_picture_gets():
    white = np.full((1, 256, 3), 255, np.uint8)
    ramp = np.linspace(0, 1, 256)[None]
    expected = heat.blend(white, ramp, palette.EVEN, 0.7)[0]
    assert np.abs(heat.faded(palette.EVEN, 0.7).astype(int) - expected).max() <= 1
