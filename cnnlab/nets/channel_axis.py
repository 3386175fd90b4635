"""Which axis of a feature map holds the channels: the last one, or the first after the batch ("channels_first")."""

from typing import Any

import keras
from keras import layers

from cnnlab.nets.graph import INPUT, Graph, Step

AXES = {"channels_last": 3, "channels_first": 1}
MOVING = ("Moveaxis", "Swapaxes", "Rot90")  # operations of keras.ops after which the axis is not known
RESHAPING = (layers.Reshape, layers.Lambda)


def channel_axes(graph: Graph) -> dict[int, int]:
    """Return 1 or 3 for every step whose only output has four axes, by the step's index.

    A layer with a `data_format` says so itself; others keep the axis of what they take. A step for which the axis is
    not known, as after a Reshape of "channels_first" maps, is left out.
    """
    axes: dict[int, int | None] = {INPUT: input_axis(graph)}
    for at, step in enumerate(graph.steps):
        before = next((axes[source] for source, _ in step.sources if axes.get(source) is not None), None)
        axes[at] = before if step.is_entrance else _own_axis(step) or _moved(step, before)
    return {
        at: axis
        for at, axis in axes.items()
        if at != INPUT and axis in (1, 3) and (shape := graph.steps[at].shape) is not None and len(shape) == 4
    }


def input_axis(graph: Graph) -> int:
    """Return the channel axis of the pictures that a model takes, by the first layer that has a `data_format`."""
    for at, step in enumerate(graph.steps):
        axis: int | None = _own_axis(step)
        while axis is not None and at != INPUT:
            step, at = graph.steps[at], graph.steps[at].sources[0][0] if graph.steps[at].sources else INPUT
            order = _order(step)
            axis = order[axis] if order else axis
        if axis is not None:
            return axis
    return AXES[keras.config.image_data_format()]


def _own_axis(step: Step) -> int | None:
    return None if step.is_entrance else AXES.get(getattr(step.operation, "data_format", None) or "")


def _order(step: Step) -> tuple[int, ...] | None:
    """The axes in a new order, that of the batch included, if that is all a step does."""
    if isinstance(step.operation, layers.Permute):
        return (0, *step.operation.dims)
    axes: Any = getattr(step.operation, "axes", None) if type(step.operation).__name__ == "Transpose" else None
    return tuple(axis % len(axes) for axis in axes) if axes else None


def _moved(step: Step, axis: int | None) -> int | None:
    """The channel axis after a step without a `data_format`, from that before it."""
    if axis is None:
        return 3 if isinstance(step.operation, layers.Reshape) else None
    if order := _order(step):
        return order.index(axis)
    if step.shape == tuple(step.node.input_tensors[0].shape):
        return None if type(step.operation).__name__ in MOVING else axis
    kept = isinstance(step.operation, layers.Layer) and not isinstance(step.operation, RESHAPING)
    return axis if axis == 3 or kept else None
