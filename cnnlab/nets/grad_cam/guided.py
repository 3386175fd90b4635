"""ReLUs that pass only positive gradients back (Springenberg et al. 2015, figure 1)."""

from collections.abc import Callable
from typing import Any

import keras
import numpy as np
from keras import layers, ops

Run = Callable[..., Any]  # a layer, or a function in its place


def guided_relu(x: Any, most: float | None = None) -> Any:
    """min(max(x, 0), most), whose gradient is passed on only where it is positive and x is between 0 and `most`."""

    @ops.custom_gradient  # type: ignore[untyped-decorator]  # Keras has no type stubs
    def run(x: Any) -> Any:
        def gradient(*args: Any, upstream: Any = None) -> Any:
            upstream = args[0] if upstream is None else upstream
            passes = x > 0 if most is None else ops.logical_and(x > 0, x < most)
            return ops.where(passes, ops.relu(upstream), ops.zeros_like(upstream))

        return ops.clip(x, 0, np.inf if most is None else most), gradient

    return run(x)


def guided(operation: Any, call: Run) -> Run:
    """Return `call` with guided ReLUs, where the operation is a ReLU or ends in one; other activations are left alone.

    A ReLU with a slope below 0, or a threshold, passes other gradients than those that the method is about.
    """
    is_relu, most = _is_relu(operation)
    if is_relu:
        return lambda x, *_, **__: guided_relu(x, most)
    activation = getattr(operation, "activation", None)
    limits = {keras.activations.relu: None, keras.activations.relu6: 6.0}
    if activation not in limits:
        return call

    def run(*args: Any, **kwargs: Any) -> Any:
        if operation.activation is not activation:  # taken away: `call` runs the layer without it
            return call(*args, **kwargs)
        operation.activation = lambda x: guided_relu(x, limits[activation])
        try:
            return call(*args, **kwargs)
        finally:
            operation.activation = activation

    return run


def _is_relu(operation: Any) -> tuple[bool, float | None]:
    """Whether a layer or an operation is nothing but a ReLU, and its largest value, None without one."""
    if isinstance(operation, layers.ReLU):
        return not operation.negative_slope and not operation.threshold, operation.max_value
    if type(operation).__module__.startswith("keras.src.ops."):
        most = {"Relu": None, "Relu6": 6.0}
        return type(operation).__name__ in most, most.get(type(operation).__name__)
    return False, None
