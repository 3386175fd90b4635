"""The one rule of interpolation: by hand, against Pillow's and Keras's, and within its memory."""

import tracemalloc

import numpy as np
import pytest
from keras import ops

from cnnlab.core.segmentation import enlarge, labels, pack
from cnnlab.core.segmentation.interpolation import UNCERTAIN_BYTES, blocks, winners
from cnnlab.figures import heat

RANDOM = np.random.default_rng(0)
SIZES = [(8, 12), (5, 7), (30, 41), (1, 300), (300, 1)]


def probabilities(rows=5, columns=7, classes=3) -> np.ndarray:
    return RANDOM.dirichlet(np.ones(classes), (rows, columns)).astype("float32")


def test_between_the_centres_of_two_cells_by_hand():
    """Pixels at 1/8, 3/8, 5/8, 7/8 of the width; the cells' centres lie at 1/4 and 3/4."""
    assert enlarge(np.array([[0.0, 1.0]]), 1, 4).tolist() == [[0.0, 0.25, 0.75, 1.0]]
    assert enlarge(np.array([[0.0], [1.0]]), 4, 1).tolist() == [[0.0], [0.25], [0.75], [1.0]]


@pytest.mark.parametrize("size", [(8, 12), (5, 7), (30, 41), (64, 7)])
def test_it_is_pillows_where_nothing_is_reduced(size):
    """heat.smooth calls Pillow, which rounds to float32."""
    values = RANDOM.uniform(size=(5, 7))
    np.testing.assert_allclose(enlarge(values, *size), heat.smooth(values, *size), atol=1e-6)


def test_it_is_that_of_keras():
    values = probabilities()
    expected = ops.convert_to_numpy(ops.image.resize(values, (20, 28), interpolation="bilinear"))
    np.testing.assert_allclose(enlarge(values, 20, 28), expected, atol=1e-6)


@pytest.mark.parametrize("size", SIZES)
def test_probabilities_still_add_up_to_one_and_the_order_of_axes_does_not_matter(size):
    values = probabilities()
    found = enlarge(values, *size)
    assert found.shape == (*size, 3)
    np.testing.assert_allclose(found.sum(axis=-1), 1, atol=1e-6)
    np.testing.assert_array_equal(enlarge(values[::-1, ::-1], *size)[::-1, ::-1].round(5), found.round(5))
    np.testing.assert_allclose(enlarge(values.transpose(1, 0, 2), *size[::-1]).transpose(1, 0, 2), found, atol=1e-6)


def test_an_output_of_the_pictures_size_stays_as_it_is():
    values = probabilities()
    np.testing.assert_array_equal(enlarge(values, 5, 7), values)
    assert labels(values, 5, 7).tolist() == values.argmax(axis=-1).tolist()


def test_bytes_are_shares_of_255():
    packed = pack(probabilities())
    np.testing.assert_allclose(enlarge(packed, 9, 9), enlarge(packed / 255, 9, 9), atol=1e-6)


@pytest.mark.parametrize("size", SIZES)
def test_labels_are_the_first_most_likely_class_in_blocks_too(size, monkeypatch):
    values = probabilities()
    whole = enlarge(values, *size)
    expected = whole.argmax(axis=-1)
    for limit in ("BLOCK_BYTES", "UNCERTAIN_BYTES"):
        monkeypatch.setattr(f"cnnlab.core.segmentation.interpolation.{limit}", 1000)
    assert len(list(blocks(values, *size))) == min(size[0], -(-size[0] // max(1, 1000 // (24 * size[1]))))
    assert np.array_equal(labels(values, *size), expected)
    assert np.array_equal(enlarge(values, *size), whole)


@pytest.mark.parametrize("size", [(8, 12), (100, 7), (97, 131), (1, 300)])
@pytest.mark.parametrize("packed", [True, False])
def test_areas_of_one_class_make_no_difference_to_labels(size, packed):
    """Compared with the interpolation of every pixel. Half of the cells are the same, the others all differ."""
    values = probabilities(20, 30)
    values[:, 4:18] = (0.1, 0.7, 0.2)
    values[9] = (0.8, 0.1, 0.1)
    values[15:, 8:12] = (0.4, 0.4, 0.2)  # a tie, which the first class wins
    values = pack(values) if packed else values
    expected = np.concatenate([winners(np.moveaxis(block, -1, 0)) for _, block in blocks(values, *size)])
    assert np.array_equal(labels(values, *size), expected)


def test_of_equal_values_the_first_wins_between_cells_too():
    tie = np.array([[[100, 155], [155, 100]]], np.uint8)
    assert labels(tie, 1, 3).tolist() == [[1, 0, 0]]
    assert winners(np.array([[1.0, 2.0], [1.0, 2.0]])).tolist() == [0, 0]


def test_labels_of_twelve_megapixels_need_little_memory():
    values = pack(probabilities(256, 256))
    tracemalloc.start()
    found = labels(values, 3000, 4000)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert found.shape == (3000, 4000)
    assert peak < 100e6
    assert peak > found.size + UNCERTAIN_BYTES  # less would not have been measured
