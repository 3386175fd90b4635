"""Local response normalization across channels, as AlexNet has it."""

import numpy as np
from numpy.typing import ArrayLike, NDArray


def local_response_normalization(
    channels: ArrayLike, n: int = 5, k: float = 2.0, alpha: float = 1e-4, beta: float = 0.75
) -> NDArray[np.float64]:
    """Divide each channel (..., channels) by (k + alpha * s) ** beta; s sums the squares of it and of its neighbours.

    The neighbours are the n // 2 channels on each side, as far as there are any. Krizhevsky, Sutskever, Hinton (2012),
    section 3.3, whose values are the defaults.

    >>> local_response_normalization([0.0, 3.0, 4.0], n=3, k=1.0, alpha=1.0, beta=0.5).round(3).tolist()
    [0.0, 0.588, 0.784]
    """
    values = np.asarray(channels, np.float64)
    reach, count = n // 2, values.shape[-1]
    padded = np.pad(values**2, [(0, 0)] * (values.ndim - 1) + [(reach, reach)])
    total = sum(padded[..., first : first + count] for first in range(2 * reach + 1))
    return np.asarray(values / (k + alpha * total) ** beta)
