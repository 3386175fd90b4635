"""The weighting of each method on numbers worked out by hand."""

import keras
import numpy as np
import pytest

from cnnlab.nets.grad_cam.fused import fused
from cnnlab.nets.grad_cam.masked import Masks, enlarged, stretched
from cnnlab.nets.grad_cam.occlusion import covering
from cnnlab.nets.grad_cam.rise import Sums, random_masks
from cnnlab.nets.grad_cam.score_cam import as_masks, score_weighted
from cnnlab.nets.grad_cam.smooth_plus_plus import smooth_weights
from cnnlab.nets.grad_cam.weightings import (
    against_neighbours,
    elementwise_map,
    plus_plus_map,
    plus_plus_weights,
    positive_elementwise_map,
    principal_map,
)

pytestmark = pytest.mark.backends

RANDOM = np.random.default_rng(1)


def array(function, *given):
    return np.array(function(*(keras.ops.convert_to_tensor(np.asarray(one, "float32")) for one in given)))


def test_grad_cam_plus_plus():
    """alpha = 1 / (2 + g x sum): the sum of the map is 2; 1/4 for g = 1, undefined for -1, 1/6 for 2."""
    gradients = np.array([1.0, -1.0, 0.0, 2.0]).reshape(1, 2, 2, 1)
    maps = np.array([0.5, 0.0, 1.5, 0.0]).reshape(1, 2, 2, 1)
    weight = 1 / 4 * 1 + 1 / 6 * 2
    assert array(plus_plus_weights, gradients, maps) == pytest.approx(weight)
    assert array(plus_plus_map, gradients, maps).ravel() == pytest.approx([0.5 * weight, 0, 1.5 * weight, 0])


def test_coefficients_of_tiny_gradients_are_those_of_equation_19():
    """The equation as it stands divides 0 by 0 in float32, where the cube of 1e-14 is 0."""
    gradients = np.full((1, 2, 2, 1), 1e-14)  # alpha is 1 / (2 + 4e-14) in each of four cells
    assert array(plus_plus_weights, gradients, np.ones((1, 2, 2, 1))) == pytest.approx(4 * 0.5 * 1e-14, abs=0)


def test_a_denominator_of_0_gives_no_weight():
    gradients, maps = np.array([2.0, 1.0]).reshape(1, 1, 2, 1), np.array([-3.0, 2.0]).reshape(1, 1, 2, 1)
    assert array(plus_plus_weights, gradients, maps) == pytest.approx(1 / (2 - 1) * 1)  # 2 + 2 x -1 is 0


def test_hirescam_and_layercam():
    gradients = np.array([[[[1.0, -2.0], [3.0, 0.5]]]])  # (1, 1, 2, 2)
    maps = np.array([[[[2.0, 1.0], [-1.0, 4.0]]]])
    assert array(elementwise_map, gradients, maps).tolist() == [[[0.0, -1.0]]]
    assert array(positive_elementwise_map, gradients, maps).tolist() == [[[2.0, -1.0]]]


@pytest.mark.parametrize("sign", [1, -1])
def test_eigen_cam_by_hand(sign):
    """Both cells lie on the direction (3, 4) / 5, at 5 and at 10; the other branch has more channels than cells."""
    maps = sign * np.array([[[[3.0, 4.0], [6.0, 8.0]]]])
    assert array(principal_map, maps, maps).ravel() == pytest.approx([5, 10], rel=1e-5)
    wider = sign * np.array([[[[3.0, 4.0, 0.0], [6.0, 8.0, 0.0]]]])
    assert array(principal_map, wider, wider).ravel() == pytest.approx([5, 10], rel=1e-5)


@pytest.mark.parametrize("shape", [(5, 4, 3), (2, 2, 9)])
def test_eigen_cam_is_the_projection_on_the_first_singular_vector(shape):
    maps = np.maximum(RANDOM.normal(size=(2, *shape)), 0)
    found = array(principal_map, maps, maps)
    for one, picture in zip(found, maps, strict=True):
        cells = picture.reshape(-1, shape[-1])
        expected = np.abs(cells @ np.linalg.svd(cells)[2][0])
        assert one.ravel() == pytest.approx(expected, rel=1e-3, abs=1e-4)


def test_eigen_cam_of_dead_maps_is_zero():
    assert not array(principal_map, np.zeros((1, 2, 2, 3)), np.zeros((1, 2, 2, 3))).any()


def test_finer_cam_by_hand():
    """Probabilities 8 : 4 : 2 : 1 : 1/1000; the neighbours of the first are those with 4, 2 and 1, of 7 together."""
    logits = np.log([[8.0, 4.0, 2.0, 1.0, 0.001]])
    classes = np.array([0], "int32")
    found = np.array(against_neighbours(keras.ops.convert_to_tensor(logits.astype("float32")), classes))
    assert found[0] == pytest.approx([1, -4 / 7, -2 / 7, -1 / 7, 0], abs=1e-6)


def test_finer_cam_of_two_classes_takes_the_other_one():
    logits = np.array([[-100.0, 100.0], [0.0, 1.0]], "float32")
    found = np.array(against_neighbours(keras.ops.convert_to_tensor(logits), np.array([0, 1], "int32")))
    assert found.tolist() == [[1, -1], [-1, 1]]


def test_smooth_grad_cam_plus_plus_without_noise_is_grad_cam_plus_plus():
    gradients, maps = RANDOM.normal(size=(3, 4, 5)), np.abs(RANDOM.normal(size=(3, 4, 5)))
    weights = smooth_weights(gradients, gradients**2, gradients**3, maps)
    assert maps @ weights == pytest.approx(array(plus_plus_map, gradients[None], maps[None])[0], rel=1e-3)


def test_smooth_weights_by_hand():
    """Gradients 1 and 3: means 2, 5 and 14; the map adds up to 1, so alpha = 5 / (10 + 14) and the weight 5 / 12."""
    first, second, third = (np.full((1, 1, 1), float(mean)) for mean in (2, 5, 14))
    assert smooth_weights(first, second, third, np.ones((1, 1, 1))) == pytest.approx([5 / 12])


def test_score_cam_by_hand():
    """exp(0) : exp(log 3) = 1 : 3."""
    maps = np.array([[[4.0, 0.0]], [[0.0, 8.0]]])
    assert score_weighted(np.array([0.0, np.log(3)]), maps) == pytest.approx(np.array([[1.0, 6.0]]))
    assert score_weighted(np.array([5000.0, 5000.0]), maps) == pytest.approx(np.array([[2.0, 4.0]]))  # no overflow


def test_masks_of_score_cam():
    masks = as_masks(np.array([[[1.0, 3.0]], [[7.0, 7.0]]], "float32"), (2, 4))
    assert masks.stretched
    masks = keras.ops.convert_to_numpy(stretched(keras.ops.convert_to_tensor(masks.whole())))
    assert masks[0] == pytest.approx(np.array([[0, 0.25, 0.75, 1]] * 2))
    assert not masks[1].any()  # no contrast


def test_rise_by_hand():
    """Scores 0.8 and 0.2, of mean 0.5, behind masks that show the left or the right: +-0.3 / (2 masks x 1/2)."""
    sums = Sums()
    for score, columns in ((0.8, [1.0, 0.0]), (0.2, [0.0, 1.0])):
        sums.add(np.array([score]), Masks(np.ones((1, 1, 1)), np.ones((1, 1, 1)), np.array([columns])[..., None]))
    assert sums.map() == pytest.approx(np.array([[0.3, -0.3]]))


def test_rise_of_a_score_that_never_changes_is_zero():
    """With the paper's sum as it stands, the pixels that happen to be shown most often would win."""
    sums = Sums()
    sums.add(np.full(50, 0.9), random_masks(np.random.default_rng(0), 50, (20, 20)))
    assert np.abs(sums.map()).max() < 1e-9


def test_random_masks_show_half_of_every_pixel():
    masks = random_masks(np.random.default_rng(0), 2000, (30, 40)).whole()
    assert masks.shape == (2000, 30, 40)
    assert masks.min() >= 0
    assert masks.max() <= 1
    assert np.abs(masks.mean(axis=0) - 0.5).max() < 0.05  # 4 standard deviations of 2,000 draws


def test_random_masks_are_cells_enlarged_and_cut_out():
    masks = random_masks(np.random.default_rng(4), 5, (30, 40))
    generator = np.random.default_rng(4)
    shown = (generator.random((5, 8, 8)) < 0.5).astype("float32")
    large = enlarged(shown, 8 * 5, 8 * 6)  # 30 / 7 and 40 / 7, rounded up
    tops, lefts = generator.integers(0, 5, 5), generator.integers(0, 6, 5)
    for found, mask, top, left in zip(masks.whole(), large, tops, lefts, strict=True):
        assert found == pytest.approx(mask[top : top + 30, left : left + 40], abs=1e-6)


def test_rise_adds_up_masks_without_making_them():
    masks, scores = random_masks(np.random.default_rng(1), 6, (20, 30)), np.random.default_rng(2).random(6)
    sums = Sums()
    sums.add(scores, masks)
    whole = masks.whole().astype(float)
    expected = ((scores - scores.mean())[:, None, None] * whole).sum(axis=0) / (6 * 0.5)
    assert sums.map() == pytest.approx(expected, abs=1e-6)


def test_covered_squares_lie_around_their_cells():
    corner, middle = covering([(0, 0), (3, 3)], (7, 7), (28, 28)).whole()
    assert (corner == 0).sum() == 6 * 6
    assert not corner[:6, :6].any()
    assert (middle == 0).sum() == 8 * 8
    assert not middle[10:18, 10:18].any()


def test_enlarged_against_keras():
    maps = RANDOM.normal(size=(2, 3, 5)).astype("float32")
    expected = np.array(keras.ops.image.resize(maps[..., None], (9, 20), "bilinear"))[..., 0]
    assert np.allclose(enlarged(maps, 9, 20), expected, atol=1e-5)


def test_fused_takes_the_largest_value_in_the_larger_size():
    small, large = np.array([[[1.0]]], "float32"), np.array([[[0.2, 1.0], [0.0, 0.5]]], "float32")
    assert fused([small * 0.5, large]).tolist() == [[[0.5, 1.0], [0.5, 0.5]]]
