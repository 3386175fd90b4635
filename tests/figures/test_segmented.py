"""Tinted pictures: which pixels are tinted, by how much, and where boxes are drawn."""

import io

import numpy as np
from PIL import Image

from cnnlab.core.segmentation.boxes import Box
from cnnlab.figures import segmented
from cnnlab.figures.segmented_sheets import boxes_picture, pieces_picture

GREY = np.full((40, 60, 3), 100, np.uint8)


def opened(file: bytes) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(file)).convert("RGB")).astype(int)


def test_a_tint_lies_on_its_label_alone():
    labels = np.array([[0, 1]], np.uint8)  # left and right half, enlarged
    found = segmented.over(GREY, labels, {1: "#ff0000"}, 0.5)
    assert (found[:, :30] == 100).all()
    assert found[0, 45].tolist() == [178, 50, 50]


def test_each_piece_has_a_colour_of_its_own_and_small_ones_have_none():
    index = np.zeros((40, 60), np.int32)
    index[:, :20], index[:, 20:40], index[:, 50:] = 1, 2, 3
    found = opened(pieces_picture(GREY, index, 2))
    first, second, gap, third = (found[20, column] for column in (10, 30, 45, 55))
    assert np.abs(first - second).max() > 40
    assert np.abs(gap - 100).max() <= 6
    assert np.abs(third - 100).max() <= 6


def test_a_box_is_drawn_around_its_piece():
    found = opened(boxes_picture(np.full((200, 300, 3), 100, np.uint8), [Box(50, 60, 150, 200, 0.2)]))
    changed = np.abs(found - 100).max(axis=-1) > 40
    rows, columns = np.flatnonzero(changed.any(axis=1)), np.flatnonzero(changed.any(axis=0))
    assert abs(rows[0] - 50) <= 3
    assert abs(rows[-1] - 149) <= 3
    assert abs(columns[0] - 60) <= 3
    assert abs(columns[-1] - 199) <= 3
    assert not changed[90:110, 120:140].any()
