"""The part of the plane that is drawn, by hand."""

import numpy as np

from cnnlab.core.transfer.plane import plane_of


def test_the_bounds_hold_all_points_and_a_margin():
    """Four points on two axes of a plane in three dimensions, and one more that only widens the bounds."""
    train = np.array([[10, 0, 5], [-10, 0, 5], [0, 2, 5], [0, -2, 5]])
    plane = plane_of(train, np.array([[0, 18, 5]]))
    np.testing.assert_allclose(plane.bounds, (-11, 11, -3, 19), rtol=1e-6)  # 5% of 20 on each side
    np.testing.assert_allclose(plane.projection.explained, [200 / 208, 8 / 208])
    cells = plane.cells(2)
    np.testing.assert_allclose(cells, [[-5.5, 13.5], [5.5, 13.5], [-5.5, 2.5], [5.5, 2.5]], rtol=1e-6)
    np.testing.assert_allclose(plane.projection.points_back(cells[:1]), [[-5.5, 13.5, 5]], rtol=1e-6)
