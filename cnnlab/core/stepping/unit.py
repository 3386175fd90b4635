"""One unit of a layer by itself: a filter of a convolution, a unit of a dense layer."""

from collections.abc import Sequence
from typing import Any

import numpy as np

COUNTED = ("filters", "units")  # the argument that says how many there are


def one_unit(
    layer: dict[str, Any], weights: Sequence[np.ndarray], number: int
) -> tuple[dict[str, Any], list[np.ndarray]]:
    """Cut a Conv2D or Dense layer down to its unit `number`: its Keras config, and weights in get_weights's order.

    The kernel becomes (height, width, channels, 1) or (values, 1), the bias (1,). A layer without units is returned
    unchanged.

    >>> layer = {"class_name": "Dense", "config": {"units": 2}}
    >>> one_unit(layer, [np.array([[1.0, 2.0]]), np.array([3.0, 4.0])], 1)
    ({'class_name': 'Dense', 'config': {'units': 1}}, [array([[2.]]), array([4.])])
    """
    counted = next((name for name in COUNTED if name in layer["config"]), None)
    if counted is None:
        return layer, list(weights)
    one = layer | {"config": layer["config"] | {counted: 1}}
    return one, [weight[..., number : number + 1] for weight in weights]
