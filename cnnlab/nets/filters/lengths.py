"""The lengths of gradients, and whether they are numbers."""

from typing import Any

import numpy as np
from keras import ops

from cnnlab.core.errors import N_
from cnnlab.core.filters import AscentError

TINY = 1e-12  # the least sum of squares by which a gradient is divided, as in tf.math.l2_normalize


def finite(values: np.ndarray) -> np.ndarray:
    """Return the values; raises AscentError where they are not all finite."""
    if not np.isfinite(values).all():
        raise AscentError(N_("Scores or gradients are infinite or undefined. Check the model's weights."))
    return values


def squared_length(gradients: Any) -> Any:
    """Each picture's squared L2 norm, (batch, 1, 1, 1)."""
    flat = ops.reshape(gradients, (ops.shape(gradients)[0], 1, -1))
    return ops.matmul(flat, ops.transpose(flat, (0, 2, 1)))[..., None]  # quicker than to square and add
