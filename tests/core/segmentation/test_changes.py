"""Changes of a picture, by Pillow's own and by hand."""

import numpy as np
import pytest
from PIL import Image, ImageOps

from cnnlab.core.pictures import sample
from cnnlab.core.segmentation.changes import CHANGES

CAT = sample("cat")
PILLOW = {
    "mirrored": ImageOps.mirror,
    "left": lambda image: image.transpose(Image.Transpose.ROTATE_90),
    "right": lambda image: image.transpose(Image.Transpose.ROTATE_270),
    "upside_down": lambda image: image.transpose(Image.Transpose.ROTATE_180),
    "negative": ImageOps.invert,
}


@pytest.mark.parametrize("name", CHANGES)
def test_geometry_is_undone_exactly_and_colours_move_nothing(name):
    change = CHANGES[name]
    changed = change.apply(CAT)
    assert changed.dtype == np.uint8
    places = np.arange(CAT.shape[0] * CAT.shape[1]).reshape(CAT.shape[:2])
    assert np.array_equal(change.undo(change.apply(places) if change.moves else places), places)
    assert change.moves == (name in ("mirrored", "left", "right", "upside_down"))
    assert change.undo(changed).shape == CAT.shape


@pytest.mark.parametrize("name", PILLOW)
def test_it_is_what_pillow_makes(name):
    assert np.array_equal(CHANGES[name].apply(CAT), np.asarray(PILLOW[name](Image.fromarray(CAT))))


def test_grey_is_within_one_level_of_pillow():
    grey = np.asarray(Image.fromarray(CAT).convert("L")).astype(int)
    assert np.abs(CHANGES["grey"].apply(CAT).astype(int) - grey[..., None]).max() <= 1


@pytest.mark.parametrize(
    ("name", "level", "expected"),
    [("night", 100, 20), ("bright", 100, 180), ("bright", 200, 255), ("flat", 160, 160), ("flat", 0, 104)],
)
def test_brightness_and_contrast_by_hand(name, level, expected):
    picture = np.full((2, 3, 3), level, np.uint8)
    assert np.unique(CHANGES[name].apply(picture)).tolist() == [expected]


def test_red_and_blue_change_places_and_noise_is_as_strong_as_it_says():
    assert CHANGES["swapped"].apply(np.array([[[1, 2, 3]]], np.uint8)).tolist() == [[[3, 2, 1]]]
    noise = CHANGES["noise"].apply(np.full((200, 200, 3), 128, np.uint8)).astype(float) - 128
    assert noise.std() == pytest.approx(40, rel=0.02)
    assert np.array_equal(CHANGES["noise"].apply(CAT), CHANGES["noise"].apply(CAT))
