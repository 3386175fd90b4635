"""The picture of a mask's errors: what is not counted is neither right nor background."""

import io

import numpy as np
from PIL import Image

from cnnlab.figures.segmented_sheets import RIGHT, UNCOUNTED, error_picture


def test_pixels_that_are_not_counted_have_their_own_colour():
    """Over black, each third of the picture has its tint, at the opacity 0.6; the last is left as it is."""
    errors = np.zeros((96, 96), np.uint8)
    errors[:32] = 1
    counted = np.ones((96, 96), bool)
    counted[32:64] = False
    made = np.asarray(Image.open(io.BytesIO(error_picture(np.zeros((96, 96, 3), np.uint8), errors, counted))))
    for row, colour in ((16, RIGHT), (48, UNCOUNTED), (80, "#000000")):
        tint = 0.6 * np.array(list(bytes.fromhex(colour[1:])))
        np.testing.assert_allclose(made[row, 48], tint, atol=4)  # JPEG
