"""The part of the plane of the features that is drawn, and its cells."""

from dataclasses import dataclass

import numpy as np

from cnnlab.core.transfer.pca import Projection, fit
from cnnlab.core.transfer.run import PLANE_SIDE

MARGIN = 0.05  # around the outermost points, of the range of each axis
Bounds = tuple[float, float, float, float]


@dataclass(frozen=True, eq=False)
class Plane:
    """A projection, and the edges (x0, x1, y0, y1) of the part of its plane that is drawn."""

    projection: Projection
    bounds: Bounds

    def cells(self, side: int = PLANE_SIDE) -> np.ndarray:
        """Return the centres of side x side cells, float32 (side * side, 2), row by row from the top left one.

        >>> from cnnlab.core.transfer.pca import fit
        >>> plane = Plane(fit(np.eye(3)), (0, 4, 0, 2))
        >>> plane.cells(2).tolist()
        [[1.0, 1.5], [3.0, 1.5], [1.0, 0.5], [3.0, 0.5]]
        """
        x0, x1, y0, y1 = self.bounds
        middles = (np.arange(side) + 0.5) / side
        x, y = np.meshgrid(x0 + (x1 - x0) * middles, y1 - (y1 - y0) * middles)
        return np.stack([x.ravel(), y.ravel()], axis=1).astype(np.float32)


def plane_of(train: np.ndarray, *others: np.ndarray) -> Plane:
    """Return the plane in which `train` (n, d) varies most; all points, those of `others` too, are within its bounds.

    Raises ProjectionError as cnnlab.core.transfer.pca.fit.
    """
    projection = fit(train)
    points = np.concatenate([projection.project(features) for features in (train, *others)])
    low, high = points.min(axis=0), points.max(axis=0)
    margin = MARGIN * (high - low)
    (x0, y0), (x1, y1) = (low - margin).tolist(), (high + margin).tolist()
    return Plane(projection, (x0, x1, y0, y1))


def placed(points: np.ndarray, bounds: Bounds) -> np.ndarray:
    """Return points (n, 2) of the plane as shares of the drawn part's width and height, from its top left corner.

    >>> placed(np.array([[-2.0, 3.0], [0.0, 1.0]]), (-2, 2, -1, 3)).tolist()
    [[0.0, 0.0], [0.5, 0.5]]
    """
    x0, x1, y0, y1 = bounds
    return np.column_stack([(points[:, 0] - x0) / (x1 - x0), (y1 - points[:, 1]) / (y1 - y0)])
