"""The drawing of an effective receptive field, by hand."""

import numpy as np

from cnnlab.figures.effective import COLOUR, FRAME, SIDE, effective, framed
from cnnlab.figures.palette import table


def test_the_frame_lies_around_the_cells_of_the_field():
    picture = np.zeros((7, 8, 3), np.uint8)
    drawn = framed(picture, ((2, 5), (0, 8)))
    scale = SIDE // 7
    assert drawn.shape == (7 * scale, 8 * scale, 3)
    orange = (drawn == COLOUR).all(axis=-1)
    rows, columns = orange.nonzero()
    assert (rows.min(), rows.max() + 1) == (2 * scale, 5 * scale)
    assert (columns.min(), columns.max() + 1) == (0, 8 * scale)
    assert not orange[2 * scale + FRAME : 5 * scale - FRAME, FRAME:-FRAME].any()


def test_the_brightest_pixel_is_the_largest_value():
    values = np.zeros((4, 4))
    values[1, 2], values[3, 3] = 1, 0.25
    drawn = effective(values, ((0, 4), (0, 4)))
    middles = drawn[SIDE // 8 :: SIDE // 4, SIDE // 8 :: SIDE // 4]
    colours = table("viridis")
    assert (middles[1, 2] == colours[255]).all()
    assert (middles[3, 3] == colours[127]).all()  # the square root of a quarter
    assert (middles[0, 0] == colours[0]).all()
