"""The animal's pixels in the square picture."""

import numpy as np
import pytest

from cnnlab.core.heat_map_scores.animal import drawn_animal, found_animal
from cnnlab.core.pictures.masks import mask_of, square_mask


def test_an_outline_is_cropped_as_its_photograph():
    expected = square_mask(mask_of("cat"), 64) == 1
    assert (drawn_animal("cat", "crop", 64) == expected).mean() > 0.99  # Pillow rounds otherwise at a few edges


def test_grey_borders_are_no_animal():
    mask = mask_of("cat")
    found = drawn_animal("cat", "pad", 451)
    assert found.sum() == mask.sum()
    assert (found[75:375] == (mask == 1)).all()
    assert not found[:75].any()


def test_a_stretched_outline_keeps_its_share():
    assert drawn_animal("cat", "stretch", 100).mean() == pytest.approx(mask_of("cat").mean(), abs=0.01)


@pytest.mark.parametrize("name", ["coffee", "tabby", ""])
def test_pictures_without_an_outline_of_an_animal(name):
    assert drawn_animal(name, "crop", 64) is None


def test_a_pixel_of_the_border_goes_to_the_likelier_of_animal_and_background():
    output = np.zeros((2, 2, 3), np.uint8)
    output[0, 0] = (200, 55, 0)
    output[0, 1] = (100, 40, 115)
    output[1, 0] = (40, 100, 115)
    output[1, 1] = (0, 255, 0)
    assert found_animal(output, 2).tolist() == [[True, True], [False, False]]


def test_almost_nothing_is_no_animal():
    output = np.zeros((20, 20, 3), np.uint8)
    output[..., 1] = 255
    output[0, :3] = (255, 0, 0)
    assert found_animal(output, 20) is None
    output[0, :5] = (255, 0, 0)
    assert found_animal(output, 20).sum() == 5
