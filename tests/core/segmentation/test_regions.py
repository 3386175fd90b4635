"""Regions of a mask, by hand."""

import numpy as np
import pytest

from cnnlab.core.segmentation import MaskError
from cnnlab.core.segmentation.regions import MIDDLE, box_text, read_box, region_of, share_inside

LABELS = np.array([[0, 0, 1, 2], [1, 1, 0, 2], [2, 2, 2, 1]])


def cells(kind: str, box=MIDDLE, class_index: int = 0) -> list[tuple[int, int]]:
    return list(zip(*map(np.ndarray.tolist, np.nonzero(region_of(LABELS, kind, box, class_index))), strict=True))


def test_a_pixel_is_the_cell_at_the_middle_of_the_box():
    assert cells("pixel", (0, 0, 0, 0)) == [(0, 0)]
    assert cells("pixel", (1000, 1000, 1000, 1000)) == [(2, 3)]
    assert cells("pixel", (340, 300, 340, 300)) == [(1, 1)]


def test_a_piece_has_the_class_of_its_pixel_and_is_connected_by_corners_too():
    assert cells("piece", (0, 0, 0, 0), class_index=1) == [(0, 0), (0, 1), (1, 2)]
    assert cells("piece", (1000, 1000, 1000, 1000)) == [(2, 3)]
    assert cells("piece", (0, 1000, 0, 1000)) == [(0, 3), (1, 3), (2, 0), (2, 1), (2, 2)]


def test_a_box_has_every_cell_that_it_touches():
    assert cells("box", (0, 0, 1000, 1000)) == [(row, column) for row in range(3) for column in range(4)]
    assert cells("box", (0, 249, 340, 250)) == [(0, 0), (0, 1), (1, 0), (1, 1)]


def test_a_whole_class_wherever_the_box_is_and_none_without_a_pixel():
    assert cells("class", (0, 0, 0, 0), class_index=1) == [(0, 2), (1, 0), (1, 1), (2, 3)]
    with pytest.raises(MaskError, match="No pixel"):
        region_of(LABELS, "class", MIDDLE, 3)


@pytest.mark.parametrize(
    "text", ["", "1.2.3", "1.2.3.4.5", "-1.0.2.2", "0.0.1001.5", "9.0.8.1", "²0.0.1.1", "1e1.0.20.1", "0.0.99999.1"]
)
def test_nonsense_in_a_link_is_the_middle(text):
    assert read_box(text) == MIDDLE


def test_a_box_goes_into_a_link_and_back():
    assert read_box(box_text((0, 7, 999, 1000))) == (0, 7, 999, 1000)


def test_the_share_of_a_map_inside_a_region():
    region = np.zeros((4, 4), bool)
    region[:, :2] = True
    assert share_inside(np.ones((2, 2)), region) == pytest.approx(0.5)
    assert share_inside(np.array([[1.0, 0.0]]), region) == pytest.approx((1 + 0.75) / 2)
    assert share_inside(np.zeros((2, 2)), region) is None
