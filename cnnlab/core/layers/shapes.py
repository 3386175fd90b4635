"""Shapes without their batch axis, taken apart into spatial axes and channels and put together again."""

from cnnlab.core.errors import N_
from cnnlab.core.layers.arguments import Arguments, is_integer, shown
from cnnlab.core.layers.facts import LayerError, Shape

AXES = {1: "(steps, channels)", 2: "(height, width, channels)", 3: "(depth, height, width, channels)"}


def checked(arguments: Arguments, shape) -> Shape:
    """The shape as a tuple of whole numbers from 1 on; raises LayerError otherwise.

    >>> checked(Arguments("Flatten", {}), [5, 5, 3])
    (5, 5, 3)
    """
    if not isinstance(shape, list | tuple) or not shape or not all(is_integer(each) for each in shape):
        raise LayerError(
            N_(
                "{layer} takes an input shape of whole numbers from 1 on, without the batch axis; {came} came. "
                "Give every axis a size."
            ),
            layer=arguments.class_name,
            came=shown(shape),
        )
    return tuple(int(each) for each in shape)


def split(arguments: Arguments, shape, rank: int) -> tuple[Shape, int]:
    """The spatial axes and the number of channels of an input with `rank` spatial axes.

    >>> split(Arguments("Conv2D", {"data_format": "channels_first"}), (3, 28, 32), 2)
    ((28, 32), 3)
    """
    sizes = checked(arguments, shape)
    if len(sizes) != rank + 1:
        raise LayerError(
            N_(
                "{layer} takes an input shape {expected}, without the batch axis; {came} came. "
                "Add or take away an axis, or use the layer for as many axes as there are."
            ),
            layer=arguments.class_name,
            expected=AXES[rank],
            came=shown(sizes),
        )
    return (sizes[1:], sizes[0]) if arguments.channels_first() else (sizes[:-1], sizes[-1])


def join(arguments: Arguments, spatial, channels: int) -> Shape:
    """The shape whose spatial axes and channels these are, in the layer's data format.

    >>> join(Arguments("Conv2D", {}), (26, 30), 8)
    (26, 30, 8)
    """
    return (channels, *spatial) if arguments.channels_first() else (*spatial, channels)


def place_of(arguments: Arguments, sizes: Shape, axis) -> int:
    """The place in a shape without batch axis of an axis that is counted with it, or from the end.

    >>> place_of(Arguments("Softmax", {}), (28, 28, 3), 1), place_of(Arguments("Softmax", {}), (28, 28, 3), -1)
    (0, 2)
    """
    if not is_integer(axis, -len(sizes)) or axis == 0 or axis > len(sizes):
        raise LayerError(
            N_(
                "{layer} takes an axis from 1 to {count}, or one counted from the end with -1; {came} came. "
                "Axis 0 is the batch's."
            ),
            layer=arguments.class_name,
            count=len(sizes),
            came=shown(axis),
        )
    return int(axis) - 1 if axis > 0 else int(axis) + len(sizes)


def places_of(arguments: Arguments, sizes: Shape, axes) -> set[int]:
    """The same for one axis or several."""
    several = axes if isinstance(axes, list | tuple) else (axes,)
    return {place_of(arguments, sizes, each) for each in several}
