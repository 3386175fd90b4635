"""ReLUs that pass only positive gradients back (Springenberg et al. 2015, figure 1)."""

from collections.abc import Callable
from typing import Any

import numpy as np
from keras import ops

from cnnlab.nets.gradients import with_gradient
from cnnlab.nets.relus import relu_of

Run = Callable[..., Any]  # a layer, or a function in its place


def guided_relu(x: Any, most: float | None = None) -> Any:
    """min(max(x, 0), most), whose gradient is passed on only where it is positive and x is between 0 and `most`."""

    def forward(x: Any) -> Any:
        return ops.clip(x, 0, np.inf if most is None else most)

    def backward(x: Any, upstream: Any) -> Any:
        passes = x > 0 if most is None else ops.logical_and(x > 0, x < most)
        return ops.where(passes, ops.relu(upstream), ops.zeros_like(upstream))

    return with_gradient(forward, backward)(x)


def guided(operation: Any, call: Run) -> Run:
    """Return `call` with guided ReLUs, where the operation is a ReLU or ends in one; other activations are left alone.

    A ReLU with a slope below 0, or a threshold, passes other gradients than those that the method is about.
    """
    is_relu, most = relu_of(operation)
    if is_relu:
        return lambda x, *_, **__: guided_relu(x, most)
    activation = getattr(operation, "activation", None)
    ends_in_relu, limit = relu_of(activation)
    if not ends_in_relu:
        return call

    def run(*args: Any, **kwargs: Any) -> Any:
        if operation.activation is not activation:  # taken away: `call` runs the layer without it
            return call(*args, **kwargs)
        operation.activation = lambda x: guided_relu(x, limit)
        try:
            return call(*args, **kwargs)
        finally:
            operation.activation = activation

    return run
