"""Layers that merge several inputs into one output; their input shape is a list of shapes."""

from collections.abc import Sequence
from typing import TypeVar

from cnnlab.core.errors import N_
from cnnlab.core.layers.arguments import Arguments, is_integer, short_repr
from cnnlab.core.layers.facts import LayerError, LayerFacts, Shape
from cnnlab.core.layers.shapes import axis_index, checked_shape

Size = TypeVar("Size", int, int | None)


def elementwise(arguments: Arguments, shapes: object) -> LayerFacts:
    """Add, Subtract, Multiply, Average, Maximum, Minimum: value by value; axes of size 1 are broadcast."""
    inputs = _inputs(arguments, shapes)
    if arguments.class_name == "Subtract" and len(inputs) != 2:
        raise LayerError(
            N_("{layer} needs exactly two inputs, not {count}. Give it two input shapes."),
            layer=arguments.class_name,
            count=len(inputs),
        )
    return LayerFacts(broadcast(arguments.class_name, inputs))


def concatenate(arguments: Arguments, shapes: object) -> LayerFacts:
    """Concatenate: one input after another along `axis`; all other axes agree."""
    inputs = _inputs(arguments, shapes)
    rank = len(inputs[0])
    index = axis_index(arguments, inputs[0], arguments.config.get("axis", -1))
    if len({(*shape[:index], len(shape), *shape[index + 1 :]) for shape in inputs}) > 1:
        raise mismatch(arguments.class_name, inputs)
    total = sum(shape[index] for shape in inputs)
    return LayerFacts((*inputs[0][:index], total, *inputs[0][index + 1 :]), windows=() if index == rank - 1 else None)


def _inputs(arguments: Arguments, shapes: object) -> list[Shape]:
    if not isinstance(shapes, list | tuple) or not shapes or any(is_integer(shape, 0) for shape in shapes):
        raise LayerError(
            N_(
                "{layer} merges several inputs and needs a list of input shapes, not {value}. Give one shape for each "
                "input."
            ),
            layer=arguments.class_name,
            value=short_repr(shapes),
        )
    return [checked_shape(arguments, shape) for shape in shapes]


def broadcast(class_name: str, shapes: Sequence[tuple[Size, ...]]) -> tuple[Size, ...]:
    """The shape of values merged one by one: axes of size 1 are repeated, and shapes are aligned at their last axes.

    A size may also be None, unknown: it is taken to fit. Raises LayerError.

    >>> broadcast("Add", [(28, 28, 1), (3,), (None, 28, 3)])
    (28, 28, 3)
    """
    rank = max(len(shape) for shape in shapes)
    aligned = [(1,) * (rank - len(shape)) + tuple(shape) for shape in shapes]
    return tuple(_common_size(class_name, shapes, sizes) for sizes in zip(*aligned, strict=True))


def _common_size(class_name: str, shapes: Sequence[tuple[Size, ...]], sizes: tuple[Size, ...]) -> Size:
    larger = {size for size in sizes if size != 1}
    known = larger - {None}
    if len(known) > 1:
        raise mismatch(class_name, shapes)
    return next(iter(known or larger), 1)


def mismatch(class_name: str, shapes: Sequence[tuple[Size, ...]]) -> LayerError:
    """The error for shapes that cannot be merged."""
    return LayerError(
        N_(
            "{layer} cannot merge inputs of the shapes {shapes}. Make their sizes equal first, for example with a 1x1 "
            'convolution, pooling or `padding="same"`.'
        ),
        layer=class_name,
        shapes=short_repr(list(shapes)),
    )
