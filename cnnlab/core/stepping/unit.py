"""One unit of a layer by itself: a filter of a convolution, a unit of a dense layer."""

from collections.abc import Sequence

import numpy as np

COUNTED = ("filters", "units")


def one_unit(layer: dict, weights: Sequence[np.ndarray], number: int) -> tuple[dict, list[np.ndarray]]:
    """A Conv2D or Dense layer cut down to its unit `number`: its Keras config and its weights, as get_weights gives.

    The kernel becomes (height, width, channels, 1) or (values, 1), the bias (1,). A layer without units stays as it is.

    >>> layer = {"class_name": "Dense", "config": {"units": 2}}
    >>> one_unit(layer, [np.array([[1.0, 2.0]]), np.array([3.0, 4.0])], 1)
    ({'class_name': 'Dense', 'config': {'units': 1}}, [array([[2.]]), array([4.])])
    """
    counted = next((each for each in COUNTED if each in layer["config"]), None)
    if counted is None:
        return layer, list(weights)
    return layer | {"config": layer["config"] | {counted: 1}}, [each[..., number : number + 1] for each in weights]
