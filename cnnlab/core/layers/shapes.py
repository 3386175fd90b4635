"""Shapes without the batch axis: split into spatial axes and channels, and joined again."""

from collections.abc import Iterable

from cnnlab.core.errors import N_
from cnnlab.core.layers.arguments import Arguments, is_integer, short_repr
from cnnlab.core.layers.facts import LayerError, Shape

AXES = {1: "(steps, channels)", 2: "(height, width, channels)", 3: "(depth, height, width, channels)"}


def checked_shape(arguments: Arguments, shape: object) -> Shape:
    """The shape as a tuple of positive whole numbers; raises LayerError if it is not one.

    >>> checked_shape(Arguments("Flatten", {}), [5, 5, 3])
    (5, 5, 3)
    """
    if not isinstance(shape, list | tuple) or not shape or not all(is_integer(size) for size in shape):
        raise LayerError(
            N_(
                "{layer} cannot use the input shape {shape}. Give every axis except the batch axis a whole number, 1 "
                "or larger."
            ),
            layer=arguments.class_name,
            shape=short_repr(shape),
        )
    return tuple(int(size) for size in shape)


def split(arguments: Arguments, shape: object, rank: int) -> tuple[Shape, int]:
    """The spatial axes and the number of channels of an input with `rank` spatial axes.

    >>> split(Arguments("Conv2D", {"data_format": "channels_first"}), (3, 28, 32), 2)
    ((28, 32), 3)
    """
    sizes = checked_shape(arguments, shape)
    if len(sizes) != rank + 1:
        raise LayerError(
            N_(
                "{layer} cannot use the input shape {shape}: it needs {axes}, without the batch axis. Add or remove an "
                "axis, or use the layer for this number of axes."
            ),
            layer=arguments.class_name,
            shape=short_repr(sizes),
            axes=AXES[rank],
        )
    return (sizes[1:], sizes[0]) if arguments.channels_first() else (sizes[:-1], sizes[-1])


def join(arguments: Arguments, spatial: Iterable[int], channels: int) -> Shape:
    """The shape with these spatial axes and channels, in the layer's data format.

    >>> join(Arguments("Conv2D", {}), (26, 30), 8)
    (26, 30, 8)
    """
    return (channels, *spatial) if arguments.channels_first() else (*spatial, channels)


def axis_index(arguments: Arguments, sizes: Shape, axis: object) -> int:
    """The index into a shape without the batch axis of Keras's `axis`, which counts the batch axis, or from the end.

    >>> axis_index(Arguments("Softmax", {}), (28, 28, 3), 1), axis_index(Arguments("Softmax", {}), (28, 28, 3), -1)
    (0, 2)
    """
    if not is_integer(axis, -len(sizes)) or axis == 0 or axis > len(sizes):
        raise LayerError(
            N_(
                "{layer} cannot use axis {axis}. Use 1 to {count}, or `-1` to `-{count}` to count from the end; axis 0 "
                "is the batch axis."
            ),
            layer=arguments.class_name,
            axis=short_repr(axis),
            count=len(sizes),
        )
    return int(axis) - 1 if axis > 0 else int(axis) + len(sizes)


def axis_indices(arguments: Arguments, sizes: Shape, axes: object) -> set[int]:
    """The indices of one axis or several."""
    several = axes if isinstance(axes, list | tuple) else (axes,)
    return {axis_index(arguments, sizes, axis) for axis in several}
