"""Dense layers, and activations that have weights or look along an axis."""

from math import prod

from cnnlab.core.layers.arguments import Arguments
from cnnlab.core.layers.facts import LayerFacts, Shape
from cnnlab.core.layers.shapes import checked, place_of, places_of


def dense(arguments: Arguments, shape: Shape) -> LayerFacts:
    """Dense: every value of the last axis times every weight of each unit."""
    *leading, features = checked(arguments, shape)
    units = arguments.integer("units")
    parameters = features * units + (units if arguments.flag("use_bias", True) else 0)
    return LayerFacts(
        (*leading, units),
        parameters,
        arguments.trainable(parameters),
        prod(leading) * features * units,
    )


def p_relu(arguments: Arguments, shape: Shape) -> LayerFacts:
    """PReLU: a slope for each value, or one along each of `shared_axes`."""
    sizes = checked(arguments, shape)
    shared = places_of(arguments, sizes, arguments.config.get("shared_axes") or ())
    parameters = prod(n for place, n in enumerate(sizes) if place not in shared)
    return LayerFacts(sizes, parameters, arguments.trainable(parameters))


def softmax(arguments: Arguments, shape: Shape) -> LayerFacts:
    """Softmax: over the channels it stays in its place, over another axis every value depends on all along it."""
    sizes = checked(arguments, shape)
    place = place_of(arguments, sizes, arguments.config.get("axis", -1))
    return LayerFacts(sizes, windows=() if place == len(sizes) - 1 else None)


def layer_scale(arguments: Arguments, shape: Shape) -> LayerFacts:
    """LayerScale of Keras's ConvNeXt: a factor for each of `projection_dim` channels."""
    sizes, factors = checked(arguments, shape), arguments.integer("projection_dim")
    return LayerFacts(sizes, factors, arguments.trainable(factors))
