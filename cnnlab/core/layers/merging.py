"""Layers that merge several inputs into one output; their input shape is a list of shapes."""

from cnnlab.core.errors import N_
from cnnlab.core.layers.arguments import Arguments, is_integer, short_repr
from cnnlab.core.layers.facts import LayerError, LayerFacts, Shape
from cnnlab.core.layers.shapes import axis_index, checked_shape


def elementwise(arguments: Arguments, shapes: object) -> LayerFacts:
    """Add, Subtract, Multiply, Average, Maximum, Minimum: value by value; axes of size 1 are broadcast."""
    inputs = _inputs(arguments, shapes)
    if arguments.class_name == "Subtract" and len(inputs) != 2:
        raise LayerError(
            N_("{layer} needs exactly two inputs, not {count}. Give it two input shapes."),
            layer=arguments.class_name,
            count=len(inputs),
        )
    output = inputs[0]
    for shape in inputs[1:]:
        output = _broadcast(arguments, inputs, output, shape)
    return LayerFacts(output)


def concatenate(arguments: Arguments, shapes: object) -> LayerFacts:
    """Concatenate: one input after another along `axis`; all other axes agree."""
    inputs = _inputs(arguments, shapes)
    rank = len(inputs[0])
    index = axis_index(arguments, inputs[0], arguments.config.get("axis", -1))
    if len({(*shape[:index], len(shape), *shape[index + 1 :]) for shape in inputs}) > 1:
        raise _mismatch(arguments, inputs)
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


def _broadcast(arguments: Arguments, inputs: list[Shape], one: Shape, other: Shape) -> Shape:
    """The broadcast shape; the axes of the shorter shape are aligned with the last ones of the longer."""
    longer, shorter = (one, other) if len(one) >= len(other) else (other, one)
    leading = len(longer) - len(shorter)
    pairs = list(zip(longer[leading:], shorter, strict=True))
    if any(a != b and 1 not in (a, b) for a, b in pairs):
        raise _mismatch(arguments, inputs)
    return (*longer[:leading], *(b if a == 1 else a for a, b in pairs))


def _mismatch(arguments: Arguments, inputs: list[Shape]) -> LayerError:
    return LayerError(
        N_(
            "{layer} cannot merge inputs of the shapes {shapes}. Make their sizes equal first, for example with a 1x1 "
            'convolution, pooling or `padding="same"`.'
        ),
        layer=arguments.class_name,
        shapes=short_repr(inputs),
    )
