"""ReLUs that let gradients through where they block all of them: how an ascent starts towards a silent filter."""

from collections.abc import Callable
from typing import Any

from keras import ops

from cnnlab.nets.gradients import with_gradient
from cnnlab.nets.graph import Step
from cnnlab.nets.layer_variants import without_activation
from cnnlab.nets.relus import last_relu, relu_of

FIRST_STEPS = 16  # of an ascent, in which they do


def ceiling(step: Step) -> tuple[bool, float | None]:
    """Whether a step ends in a ReLU, and the value above which that is cut off, None where there is none."""
    return last_relu(step.operation)


def before_relu(step: Step) -> Callable[..., Any]:
    """The layer without the ReLU that it ends in."""
    if relu_of(step.operation)[0]:
        return lambda x, **_: x
    linear: Callable[..., Any] = without_activation(step.operation)
    return linear


def redirected_relu(x: Any, high: float | None) -> Any:
    """ReLU, cut off above `high`. Where its gradient is 0 for a whole picture, `redirected` takes its place."""

    def forward(x: Any) -> Any:
        return ops.relu(x) if high is None else ops.minimum(ops.relu(x), high)

    return with_gradient(forward, lambda x, upstream: redirected(x, upstream, high))(x)


def redirected(x: Any, upstream: Any, high: float | None) -> Any:
    """The gradient of a ReLU with respect to x (batch, ...), for a score that is to rise.

    A picture for which the ReLU blocks everything gets the gradient from above instead, except where that would push a
    negative value down, or one above `high` up. After redirected_relu_grad and redirected_relu6_grad of lucid
    (lucid/misc/redirected_relu_grad.py, Apache License 2.0), where the score is to fall, so that the signs differ.
    """
    blocked, away = x <= 0, ops.logical_and(x <= 0, upstream < 0)
    if high is not None:
        blocked = ops.logical_or(blocked, x >= high)
        away = ops.logical_or(away, ops.logical_and(x >= high, upstream > 0))
    nothing = ops.zeros_like(upstream)
    own = ops.where(blocked, nothing, upstream)
    passes = ops.max(ops.abs(own), axis=tuple(range(1, len(x.shape))), keepdims=True) > 0
    return ops.where(passes, own, ops.where(away, nothing, upstream))
