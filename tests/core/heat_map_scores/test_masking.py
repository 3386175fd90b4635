"""Pixels taken away and put back, by hand; RISE's blur as the authors make it with SciPy."""

import numpy as np
import pytest
from scipy.ndimage import convolve, gaussian_filter

from cnnlab.core.heat_map_scores import Masking, blurred, faded, on_picture, order_of, points
from cnnlab.core.heat_map_scores.masking import MEAN_COLOUR, blur_kernel

RANDOM = np.random.default_rng(0)
PICTURE = RANDOM.integers(0, 256, (30, 40, 3)).astype(np.float32)


def rise_kernel() -> np.ndarray:
    """`gkern(11, 5)` of RISE's evaluation.py."""
    impulse = np.zeros((11, 11))
    impulse[5, 5] = 1
    return gaussian_filter(impulse, 5)


def test_the_order_is_by_falling_value():
    assert order_of(np.array([[0.2, 0.9], [0.5, -1.0]])).tolist() == [1, 2, 0, 3]


def test_equal_values_come_in_no_order_of_place_but_always_in_the_same():
    values = np.zeros((20, 20))
    values[19, 19] = 1
    order = order_of(values)
    assert order[0] == 399
    assert sorted(order) == list(range(400))
    assert abs(np.corrcoef(order[1:], np.arange(399))[0, 1]) < 0.15  # 3 standard deviations of chance
    assert (order == order_of(values)).all()


def test_the_network_is_asked_before_the_first_pixel_and_after_the_last():
    assert points(224 * 224, 224) == [224 * step for step in range(225)]
    assert points(5, 2) == [0, 2, 4, 5]
    assert points(4, 2) == [0, 2, 4]


def test_deletion_replaces_the_largest_values_first():
    picture = np.arange(12, dtype=np.float32).reshape(2, 2, 3)
    order = order_of(np.array([[0.1, 0.4], [0.3, 0.2]]))  # pixels 1, 2, 3, 0
    none, two, four = Masking(picture, order, "deletion")([0, 2, 4])
    mean = np.float32(MEAN_COLOUR)
    assert (none == picture).all()
    assert (two == [[picture[0, 0], mean], [mean, picture[1, 1]]]).all()
    assert (four == mean).all()


@pytest.mark.parametrize("kind", ["deletion", "insertion"])
def test_counts_may_come_in_any_order(kind):
    masking, counts = Masking(PICTURE, order_of(RANDOM.random((30, 40))), kind), [700, 100, 100, 1200, 0]
    expected = np.concatenate([masking([count]) for count in counts])
    assert (masking(counts) == expected).all()


def test_insertion_begins_blurred_and_ends_with_the_picture():
    order = order_of(RANDOM.random((30, 40)))
    first, some, last = Masking(PICTURE, order, "insertion")([0, 100, 1200])
    assert (first == blurred(PICTURE)).all()
    assert (last == PICTURE).all()
    back = np.zeros(1200, bool)
    back[order[:100]] = True
    back = back.reshape(30, 40)
    assert (some[back] == PICTURE[back]).all()
    assert (some[~back] == first[~back]).all()


def test_the_kernel_is_rises():
    assert np.outer(blur_kernel(), blur_kernel()) == pytest.approx(rise_kernel(), abs=1e-12)
    assert blur_kernel().sum() == pytest.approx(1)


def test_the_blur_is_rises_convolution_with_zeros_around():
    """In RISE's normalized colours, where zero is the mean colour."""
    mean = np.array(MEAN_COLOUR)
    expected = np.stack(
        [convolve(PICTURE[..., at] - mean[at], rise_kernel(), mode="constant") for at in range(3)], axis=-1
    )
    assert blurred(PICTURE) == pytest.approx(expected + mean, abs=1e-3)


def test_a_map_of_one_leaves_the_picture_and_a_map_of_zero_the_mean_colour():
    values = np.ones((30, 40))
    values[:, :20] = 0
    found = faded(PICTURE, values)
    assert found[:, 20:] == pytest.approx(PICTURE[:, 20:], abs=1e-4)
    assert (found[:, :20] == np.float32(MEAN_COLOUR)).all()
    assert faded(PICTURE, values / 2)[:, 20:] == pytest.approx((PICTURE[:, 20:] + MEAN_COLOUR) / 2, abs=1e-4)


def test_grey_pictures_lose_their_pixels_to_grey():
    grey = PICTURE.mean(axis=-1, keepdims=True)
    first, last = Masking(grey, order_of(RANDOM.random((30, 40))), "deletion")([0, 1200])
    assert (first == grey).all()
    assert last == pytest.approx(np.full_like(grey, np.mean(MEAN_COLOUR)), abs=1e-4)


def test_a_map_is_resized_bilinearly_between_the_centres_of_its_cells():
    assert on_picture(np.array([[0.0, 1.0], [0.0, 1.0]]), 4).tolist() == [[0.0, 0.25, 0.75, 1.0]] * 4
