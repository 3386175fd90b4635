"""Areas, drops, the place of a map and the likeness of two, by hand and against SciPy."""

import numpy as np
import pytest
from scipy.stats import spearmanr

from cnnlab.core.heat_map_scores import (
    Localization,
    area,
    centred_blob,
    drop,
    localization,
    order_of,
    random_map,
    spearman,
    ssim,
)

RANDOM = np.random.default_rng(0)


def test_the_area_of_a_straight_line_is_its_middle():
    assert area(np.linspace(1, 0, 225)) == pytest.approx(0.5)


def test_the_area_is_numpys_trapezoid():
    scores = RANDOM.random(50)
    assert area(scores) == pytest.approx(np.trapezoid(scores, np.linspace(0, 1, 50)))


def test_areas_of_two_halves_add_up():
    scores = RANDOM.random(21)
    assert area(scores) == pytest.approx((area(scores[:11]) + area(scores[10:])) / 2)


@pytest.mark.parametrize(("before", "after", "expected"), [(0.8, 0.2, 0.75), (0.5, 0.5, 0), (0.2, 0.9, 0), (0, 0.1, 0)])
def test_drop(before, after, expected):
    assert drop(before, after) == pytest.approx(expected)


def scored(values: list, mask: list) -> Localization:
    array = np.array(values, float)
    return localization(array, np.array(mask, bool), order_of(array))


def test_a_map_that_is_half_on_the_object():
    found = scored([[4, 2], [3, 1]], [[1, 1], [0, 0]])
    assert found == Localization(hit=True, mass=0.6, rank=0.5, share=0.5)


def test_a_map_on_the_object():
    found = scored([[4, 2], [3, 1]], [[1, 0], [1, 0]])
    assert found == Localization(hit=True, mass=0.7, rank=1.0, share=0.5)


def test_a_map_beside_the_object():
    assert scored([[0, 1], [0, 0]], [[1, 0], [0, 0]]) == Localization(hit=False, mass=0.0, rank=0.0, share=0.25)


def test_a_map_of_zeros_says_nothing():
    assert scored([[0, 0]], [[1, 0]]) == Localization(None, None, None, 0.5)


def test_without_an_object_there_is_no_rank():
    assert scored([[1, 0]], [[0, 0]]) == Localization(hit=False, mass=0.0, rank=None, share=0.0)


def test_a_map_that_is_the_same_everywhere_has_the_masks_share():
    mask = RANDOM.random((40, 40)) < 0.3
    values = np.ones((40, 40))
    found = localization(values, mask, order_of(values))
    assert found.mass == pytest.approx(found.share)
    assert found.rank == pytest.approx(found.share, abs=0.1)


@pytest.mark.parametrize("values", [RANDOM.random((2, 7, 7)), RANDOM.integers(0, 4, (2, 9, 9))], ids=["all", "ties"])
def test_spearman_is_scipys(values):
    one, other = values.astype(float)
    assert spearman(one, other) == pytest.approx(spearmanr(one.ravel(), other.ravel()).statistic)


def test_spearman_by_hand():
    assert spearman(np.array([1, 2, 3]), np.array([10, 20, 30])) == pytest.approx(1)
    assert spearman(np.array([1, 2, 3]), np.array([3, 2, 1])) == pytest.approx(-1)
    assert spearman(np.array([0, 0, 1]), np.array([0, 1, 1])) == pytest.approx(0.5)  # ranks .5 .5 2 and 0 1.5 1.5
    assert spearman(np.array([0, 0]), np.array([0, 1])) is None


def test_the_structure_of_unrelated_maps_is_far_from_that_of_equal_ones():
    one, other = RANDOM.random((2, 64, 64))
    assert ssim(one, one) == pytest.approx(1)
    assert ssim(one, 1 - one) < -0.8
    assert abs(ssim(one, other)) < 0.1


def test_the_structure_of_small_maps():
    assert ssim(np.eye(3), np.eye(3)) == pytest.approx(1)
    zero, one = np.zeros((1, 1)), np.ones((1, 1))
    assert ssim(zero, one) == pytest.approx(0.01**2 / (1 + 0.01**2))  # the means alone: c1 / (1 + c1)


@pytest.mark.tensorflow
def test_ssim_is_tensorflows():
    import tensorflow as tf

    one = RANDOM.random((32, 48)).astype(np.float32)
    other = (0.7 * one + 0.3 * RANDOM.random((32, 48))).astype(np.float32)
    assert ssim(one, other) == pytest.approx(float(tf.image.ssim(one[..., None], other[..., None], 1.0)), abs=1e-4)


def test_baselines_know_nothing_of_the_picture():
    assert random_map(7, 7).shape == (7, 7)
    assert (random_map(7, 7) == random_map(7, 7)).all()
    blob = centred_blob(6)
    assert (blob == blob[::-1]).all()
    assert (blob == blob.T).all()
    assert blob.max() == blob[2:4, 2:4].min()
