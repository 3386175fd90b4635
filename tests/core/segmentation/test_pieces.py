"""Connected pieces, by hand and against scipy's labels."""

import numpy as np
import pytest
from scipy import ndimage

from cnnlab.core.segmentation import connected_pieces

RANDOM = np.random.default_rng(0)
SPIRAL = np.array(
    [
        [1, 1, 1, 1, 1, 1, 1],
        [0, 0, 0, 0, 0, 0, 1],
        [1, 1, 1, 1, 1, 0, 1],
        [1, 0, 0, 0, 1, 0, 1],
        [1, 0, 1, 1, 1, 0, 1],
        [1, 0, 0, 0, 0, 0, 1],
        [1, 1, 1, 1, 1, 1, 1],
    ],
    bool,
)
MASKS = {
    "noise": RANDOM.random((60, 70)) < 0.5,
    "dense noise": RANDOM.random((60, 70)) < 0.62,
    "smooth": ndimage.gaussian_filter(RANDOM.normal(size=(80, 90)), 3) > 0,
    "spiral": SPIRAL,
    "comb": np.pad(np.tile([True, False], (9, 8)), ((0, 1), (0, 0)), constant_values=True),
    "all": np.ones((5, 6), bool),
    "none": np.zeros((5, 6), bool),
    "one pixel": np.eye(1, dtype=bool),
    "row": RANDOM.random((1, 50)) < 0.5,
    "column": RANDOM.random((50, 1)) < 0.5,
}


@pytest.mark.parametrize("neighbours", [4, 8])
@pytest.mark.parametrize("name", MASKS)
def test_they_are_those_of_scipy_in_order_of_size(name, neighbours):
    mask = MASKS[name]
    expected, count = ndimage.label(mask, np.ones((3, 3)) if neighbours == 8 else None)
    found = connected_pieces(mask, neighbours)
    sizes = np.bincount(expected.ravel(), minlength=count + 1)[1:]
    order = np.argsort(-sizes, kind="stable")  # scipy numbers them as a reader meets them
    assert found.sizes == tuple(sizes[order])
    ranks = np.append(0, np.argsort(order) + 1)
    assert np.array_equal(found.index, ranks[expected])


def test_corners_join_with_eight_neighbours_alone():
    mask = np.array([[1, 0, 1], [0, 1, 0], [0, 0, 0]], bool)
    assert connected_pieces(mask, 4).sizes == (1, 1, 1)
    assert connected_pieces(mask, 8).index.tolist() == [[1, 0, 1], [0, 1, 0], [0, 0, 0]]
