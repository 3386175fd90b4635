"""Maps as they are drawn: made smaller, on one scale, and as differences."""

import io

import numpy as np
from PIL import Image

from cnnlab.figures import palette
from cnnlab.figures.heat import drawn
from cnnlab.figures.heat_tiles import SIDE, difference_tile, heat_tiles

BLACK = np.zeros((10, 10, 3), np.uint8)


def test_a_small_map_is_drawn_as_it_is():
    signed, heat = drawn(np.array([[4.0, -1.0], [1.0, 0.0]]), 56)
    assert signed.tolist() == [[4.0, -1.0], [1.0, 0.0]]
    assert heat.tolist() == [[1.0, 0.0], [0.25, 0.0]]


def test_no_single_pixel_outshines_a_map_of_pixels():
    """112 x 112 pixels of 1 and one of 1,000: its cell of 2 x 2 pixels has a mean of 250.75."""
    pixels = np.ones((112, 112))
    pixels[5, 7] = 1000
    signed, heat = drawn(pixels, 56)
    assert signed.max() == 250.75
    assert (heat == 1).all()


def test_a_map_without_evidence_stays_zero():
    for side in (4, 112):
        assert not drawn(-np.ones((side, side)), 56)[1].any()
    assert drawn(np.eye(112)[:1].repeat(112, 0), 56)[1].max() == 1  # less than one in a hundred cells is positive


def brightest(strip):
    tiles = np.asarray(Image.open(io.BytesIO(strip.file)), int).reshape(-1, SIDE, SIDE, 3)
    return tiles.sum(axis=-1).max(axis=(1, 2))


def test_one_scale_or_each_its_own():
    signed = [np.full((2, 2), 4.0), np.full((2, 2), 1.0), np.full((2, 2), -9.0)]
    own = brightest(heat_tiles([BLACK] * 3, signed, palette.EVEN, 1.0, one_scale=False))
    one = brightest(heat_tiles([BLACK] * 3, signed, palette.EVEN, 1.0, one_scale=True))
    assert np.ptp([own[0], own[1], one[0]]) < 8  # of 765: the file is a JPEG
    assert one[1] < own[1] / 2
    assert max(own[2], one[2]) < 10


def test_the_difference_leaves_a_grey_picture_where_it_is_zero_and_is_symmetric():
    tile = difference_tile(
        np.full((10, 10, 3), (200, 100, 0), np.uint8), np.array([[1.0, 2.0, 0.0]]), np.array([[0.0, 2.0, 1.0]])
    )
    assert tile.shape == (SIDE, SIDE, 3)
    left, middle, right = (tile[SIDE // 2, column].astype(int) for column in (10, SIDE // 2, SIDE - 10))
    assert np.abs(middle - 118.5).max() <= 1  # ITU-R 601: 0.299 x 200 + 0.587 x 100; the pixel is half a pixel off
    assert left[0] > left[2]
    assert right[2] > right[0]
