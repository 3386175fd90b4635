"""How alike two heat maps are: by the order of their values, and by their structure."""

import numpy as np
from numpy.typing import NDArray

WINDOW, SIGMA = 11, 1.5
STABLE = (0.01**2, 0.03**2)  # the constants of equation (13) of the paper, for values from 0 to 1


def spearman(one: NDArray[np.floating], other: NDArray[np.floating]) -> float | None:
    """Return the rank correlation of two maps of the same shape, from -1 to 1; equal values share their mean rank.

    None if one of them is the same everywhere, which has no order.

    >>> spearman(np.array([1.0, 2.0, 4.0]), np.array([0.1, 0.3, 0.2]))
    0.5
    >>> spearman(np.array([1.0, 2.0]), np.zeros(2)) is None
    True
    """
    ranks = [_ranks(values.ravel()) for values in (one, other)]
    centred = [values - values.mean() for values in ranks]
    spread = float(np.sqrt((centred[0] ** 2).sum() * (centred[1] ** 2).sum()))
    return float(centred[0] @ centred[1]) / spread if spread > 0 else None


def ssim(one: NDArray[np.floating], other: NDArray[np.floating]) -> float:
    """Return the mean structural similarity of two maps (height, width) in [0, 1]; 1 for equal ones.

    Wang, Bovik, Sheikh, Simoncelli, "Image quality assessment: from error visibility to structural similarity" (2004),
    equation (13): a Gaussian window of 11 x 11 and a standard deviation of 1.5, wherever it fits; in a map that is
    smaller than the window, one that is as large as the map allows.

    >>> same = np.linspace(0, 1, 256).reshape(16, 16)
    >>> round(ssim(same, same), 6)
    1.0
    """
    window = _window(min(WINDOW, *one.shape))
    x, y = one.astype(np.float64), other.astype(np.float64)
    mean_x, mean_y = _averaged(x, window), _averaged(y, window)
    variance_x = _averaged(x * x, window) - mean_x**2
    variance_y = _averaged(y * y, window) - mean_y**2
    covariance = _averaged(x * y, window) - mean_x * mean_y
    first, second = STABLE
    alike = (2 * mean_x * mean_y + first) * (2 * covariance + second)
    return float((alike / ((mean_x**2 + mean_y**2 + first) * (variance_x + variance_y + second))).mean())


def _ranks(values: NDArray[np.floating]) -> NDArray[np.float64]:
    """The rank of each value (n,), counted from 0; equal ones have the mean of theirs."""
    _distinct, where, counts = np.unique(values, return_inverse=True, return_counts=True)
    ends = np.cumsum(counts)
    means: NDArray[np.float64] = (ends - (counts + 1) / 2)[where]
    return means


def _window(side: int) -> NDArray[np.float64]:
    weights = np.exp(-0.5 * ((np.arange(side) - (side - 1) / 2) / SIGMA) ** 2)
    normalized: NDArray[np.float64] = weights / weights.sum()
    return normalized


def _averaged(values: NDArray[np.float64], window: NDArray[np.float64]) -> NDArray[np.float64]:
    """The weighted mean at each place where the window fits. (height, width) -> smaller by the window's side - 1."""
    height, width = (size - len(window) + 1 for size in values.shape)
    rows = np.zeros((height, values.shape[1]))
    for at, weight in enumerate(window):
        rows += weight * values[at : at + height]
    both = np.zeros((height, width))
    for at, weight in enumerate(window):
        both += weight * rows[:, at : at + width]
    return both
