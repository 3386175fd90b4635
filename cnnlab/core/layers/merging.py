"""Layers that make one output of several inputs; their input shape is a list of shapes."""

from cnnlab.core.errors import N_
from cnnlab.core.layers.arguments import Arguments, is_integer, shown
from cnnlab.core.layers.facts import LayerError, LayerFacts, Shape
from cnnlab.core.layers.shapes import checked, place_of


def elementwise(arguments: Arguments, shapes) -> LayerFacts:
    """Add, Subtract, Multiply, Average, Maximum, Minimum: value by value; an axis of one cell is repeated."""
    inputs = _inputs(arguments, shapes)
    if arguments.class_name == "Subtract" and len(inputs) != 2:
        raise LayerError(N_("{layer} takes two inputs; {count} came."), layer=arguments.class_name, count=len(inputs))
    output = inputs[0]
    for each in inputs[1:]:
        output = _broadcast(arguments, inputs, output, each)
    return LayerFacts(output)


def concatenate(arguments: Arguments, shapes) -> LayerFacts:
    """Concatenate: one after another along `axis`; all other axes agree."""
    inputs = _inputs(arguments, shapes)
    rank = len(inputs[0])
    place = place_of(arguments, inputs[0], arguments.config.get("axis", -1))
    if len({(*each[:place], len(each), *each[place + 1 :]) for each in inputs}) > 1:
        raise _unlike(arguments, inputs)
    total = sum(each[place] for each in inputs)
    return LayerFacts((*inputs[0][:place], total, *inputs[0][place + 1 :]), windows=() if place == rank - 1 else None)


def _inputs(arguments: Arguments, shapes) -> list[Shape]:
    if not isinstance(shapes, list | tuple) or not shapes or any(is_integer(each, 0) for each in shapes):
        raise LayerError(
            N_("{layer} takes a list of input shapes; {came} came. Give one shape for each input."),
            layer=arguments.class_name,
            came=shown(shapes),
        )
    return [checked(arguments, each) for each in shapes]


def _broadcast(arguments: Arguments, inputs: list[Shape], one: Shape, other: Shape) -> Shape:
    """The shorter shape goes with the longer one's last axes."""
    longer, shorter = (one, other) if len(one) >= len(other) else (other, one)
    leading = len(longer) - len(shorter)
    pairs = list(zip(longer[leading:], shorter, strict=True))
    if any(a != b and 1 not in (a, b) for a, b in pairs):
        raise _unlike(arguments, inputs)
    return (*longer[:leading], *(b if a == 1 else a for a, b in pairs))


def _unlike(arguments: Arguments, inputs: list[Shape]) -> LayerError:
    return LayerError(
        N_(
            "{layer} takes inputs whose shapes go together; {came} came. Bring them to one size first, as by a 1x1 "
            "convolution, pooling or padding same."
        ),
        layer=arguments.class_name,
        came=shown(inputs),
    )
