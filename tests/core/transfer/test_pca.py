"""Principal components agree with a singular value decomposition of the features, and the plane goes there and back."""

import numpy as np
import pytest

from cnnlab.core.transfer.features import read_features
from cnnlab.core.transfer.pca import ProjectionError, fit

STRETCHED = np.random.default_rng(0).normal(size=(200, 6)) * [1, 5, 2, 0.5, 3, 0.1] + 4


@pytest.mark.parametrize(
    "features", [STRETCHED, read_features()["train"].features[::4, ::8]], ids=["drawn", "cats and dogs"]
)
def test_the_axes_and_their_shares_are_those_of_the_singular_values(features):
    projection = fit(features)
    rows = features.astype(float)
    _, singular, vectors = np.linalg.svd(rows - rows.mean(axis=0), full_matrices=False)
    values = singular**2 / (len(rows) - 1)  # the variances, in descending order
    cosines = projection.axes @ vectors[:2].T
    np.testing.assert_allclose(np.abs(cosines), np.eye(2), atol=1e-6)
    np.testing.assert_allclose(projection.explained, values[:2] / values.sum(), rtol=1e-6)
    points = projection.project(features)
    np.testing.assert_allclose(points.mean(axis=0), 0, atol=1e-4)
    np.testing.assert_allclose(points.var(axis=0, ddof=1), values[:2], rtol=1e-4)


def test_by_hand_the_line_through_three_points():
    projection = fit(np.array([[0.0, 0.0], [1.0, 1.0], [2.0, 2.0]]))
    np.testing.assert_allclose(projection.axes[0], [0.5**0.5, 0.5**0.5])
    np.testing.assert_allclose(projection.explained, [1, 0], atol=1e-12)
    np.testing.assert_allclose(projection.project(np.array([[2.0, 2.0]]))[0], [2**0.5, 0], atol=1e-6)


def test_a_point_of_the_plane_comes_back_to_itself():
    projection = fit(STRETCHED)
    points = np.array([[-3.0, 2.0], [0.0, 0.0], [7.5, -1.25]], np.float32)
    back = projection.points_back(points)
    assert back.shape == (3, 6)
    np.testing.assert_allclose(projection.project(back), points, atol=1e-5)
    np.testing.assert_allclose(back[1], STRETCHED.mean(axis=0), rtol=1e-6)


def test_the_signs_do_not_depend_on_the_order_or_the_mirror_image_of_the_data():
    straight, turned, mirrored = fit(STRETCHED), fit(STRETCHED[::-1]), fit(-STRETCHED)
    np.testing.assert_allclose(turned.axes, straight.axes, atol=1e-9)
    np.testing.assert_allclose(mirrored.axes, straight.axes, atol=1e-9)
    assert (straight.axes.max(axis=1) == np.abs(straight.axes).max(axis=1)).all()


@pytest.mark.parametrize(
    ("features", "hint"),
    [
        (np.ones((2, 5)), "(2, 5)"),
        (np.ones((9, 1)), "(9, 1)"),
        (np.ones(7), "(7,)"),
        (np.full((9, 4), np.nan), "finite"),
        (np.full((9, 4), 0.1), "the same features"),
    ],
)
def test_what_cannot_be_drawn_is_refused(features, hint):
    with pytest.raises(ProjectionError) as refused:
        fit(features)
    assert hint in str(refused.value)
