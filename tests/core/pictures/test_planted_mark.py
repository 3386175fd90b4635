"""The mark in the corner: where it is, at every size, and that nothing else changes."""

import numpy as np
import pytest

from cnnlab.core.pictures.planted_mark import INK, PAPER, mark_box, mark_share, marked, share_on_mark


@pytest.mark.parametrize("shape", [(128, 128), (300, 451), (1024, 768), (8, 8)])
def test_nothing_changes_outside_the_mark(shape):
    picture = np.random.default_rng(0).integers(0, 256, (*shape, 3), dtype=np.uint8)
    before, found = picture.copy(), marked(picture)
    assert (picture == before).all()
    box = mark_box(*shape)
    changed = (found != picture).any(axis=-1)
    assert changed.any()
    changed[box.top : box.bottom, box.left : box.right] = False
    assert not changed.any()


def test_the_mark_is_in_the_lower_left_corner_and_an_eighth_of_the_side():
    assert mark_box(128, 128) == (108, 4, 124, 20)
    assert mark_box(256, 512) == (216, 8, 248, 40)


def test_the_mark_is_a_white_disc_with_black_letters():
    grey = np.full((800, 800, 3), 128, np.uint8)
    box = mark_box(800, 800)
    found = marked(grey)[box.top : box.bottom, box.left : box.right]
    assert (found[0, 0] == 128).all()  # outside the disc
    assert (found[50, 50] == PAPER).all()  # the middle
    assert (found[50, 31] == INK).all()  # the back of the C
    assert (found[50, 69] == PAPER).all()  # its opening
    assert (found[50, 4] == INK).all()  # the ring


def test_a_small_mark_is_the_mean_of_a_large_one():
    dark = [marked(np.zeros((side, side, 3), np.uint8)) for side in (128, 512)]
    small, large = (
        found[box.top : box.bottom, box.left : box.right].astype(float)
        for found, box in ((found, mark_box(*found.shape[:2])) for found in dark)
    )
    assert small == pytest.approx(
        large.reshape(16, 4, 16, 4, 3).mean(axis=(1, 3)), abs=2 * 255 / 16
    )  # of its 16 samples


def test_the_share_of_a_map_on_the_mark():
    box = mark_box(128, 128)
    values = np.ones((128, 128))
    assert share_on_mark(values) == pytest.approx(mark_share(128, 128))
    values[box.top : box.bottom, box.left : box.right] = 0
    assert share_on_mark(values) == 0
    assert share_on_mark(1 - values) == 1
    assert share_on_mark(np.zeros((128, 128))) is None
