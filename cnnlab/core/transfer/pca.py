"""Principal component analysis: many features drawn as two, along the directions in which they vary most."""

from dataclasses import dataclass

import numpy as np

from cnnlab.core.errors import N_, CnnLabError

COMPONENTS = 2


class ProjectionError(CnnLabError):
    """The features do not allow a projection to a plane."""


@dataclass(frozen=True, eq=False)
class Projection:
    """A plane through the mean of d features: mean (d,), its two orthonormal axes (2, d), and their shares (2,).

    `explained` is the share of the features' total variance along each axis, from 0 to 1.
    """

    mean: np.ndarray
    axes: np.ndarray
    explained: np.ndarray

    def project(self, features: np.ndarray) -> np.ndarray:
        """Return the points of features (n, d) in the plane, float32 (n, 2)."""
        centred = features.astype(np.float64) - self.mean
        return np.asarray(centred @ self.axes.T, np.float32)

    def points_back(self, points: np.ndarray) -> np.ndarray:
        """Return the features (n, d), float32, of points (n, 2) of the plane: what lies off the plane is the mean's."""
        return np.asarray(self.mean + points.astype(np.float64) @ self.axes, np.float32)


def fit(features: np.ndarray) -> Projection:
    """Return the plane of the two largest principal components of features (n, d).

    The axes are the eigenvectors of the features' covariance with the largest eigenvalues, which are in the proportion
    of the variances (Jolliffe, Principal Component Analysis, 2nd edition, section 1.1); a singular value decomposition
    takes three times as long. An eigenvector's sign is arbitrary; the component with the largest absolute value is made
    positive. Raises ProjectionError for fewer than three pictures, for fewer than two features and for values that are
    not finite or do not vary.
    """
    rows = features.astype(np.float64)
    if rows.ndim != 2 or rows.shape[0] <= COMPONENTS or rows.shape[1] < COMPONENTS or not np.isfinite(rows).all():
        raise ProjectionError(
            N_(
                "Features of shape {shape} cannot be drawn in a plane. It takes finite values of three or more "
                "pictures."
            ),
            shape=str(rows.shape),
        )
    if (rows == rows[0]).all():
        raise ProjectionError(N_("All pictures have the same features, so there is no plane in which they differ."))
    mean = rows.mean(axis=0)
    centred = rows - mean
    variances, vectors = np.linalg.eigh(centred.T @ centred)  # ascending
    axes = vectors.T[: -COMPONENTS - 1 : -1]
    largest = np.take_along_axis(axes, np.abs(axes).argmax(axis=1)[:, None], axis=1)
    explained = variances[: -COMPONENTS - 1 : -1].clip(0) / variances.sum()
    return Projection(mean, axes * np.sign(largest), explained)
