"""Dense layers, and activations that have weights or work along an axis."""

from math import prod

from cnnlab.core.layers.arguments import Arguments
from cnnlab.core.layers.facts import LayerFacts, Shape
from cnnlab.core.layers.shapes import axis_index, axis_indices, checked_shape


def dense(arguments: Arguments, shape: Shape) -> LayerFacts:
    """Dense: every value along the last axis times a weight, for each unit."""
    *leading, features = checked_shape(arguments, shape)
    units = arguments.integer("units")
    parameters = features * units + (units if arguments.flag("use_bias", True) else 0)
    return LayerFacts(
        (*leading, units),
        parameters,
        arguments.trainable(parameters),
        prod(leading) * features * units,
    )


def p_relu(arguments: Arguments, shape: Shape) -> LayerFacts:
    """PReLU: a slope for each value, shared along `shared_axes`."""
    sizes = checked_shape(arguments, shape)
    shared = axis_indices(arguments, sizes, arguments.config.get("shared_axes") or ())
    parameters = prod(size for index, size in enumerate(sizes) if index not in shared)
    return LayerFacts(sizes, parameters, arguments.trainable(parameters))


def softmax(arguments: Arguments, shape: Shape) -> LayerFacts:
    """Softmax: over the channels, positions are independent; over another axis, each value depends on all along it."""
    sizes = checked_shape(arguments, shape)
    index = axis_index(arguments, sizes, arguments.config.get("axis", -1))
    return LayerFacts(sizes, windows=() if index == len(sizes) - 1 else None)


def layer_scale(arguments: Arguments, shape: Shape) -> LayerFacts:
    """LayerScale of Keras's ConvNeXt: one factor for each of `projection_dim` channels."""
    sizes, factors = checked_shape(arguments, shape), arguments.integer("projection_dim")
    return LayerFacts(sizes, factors, arguments.trainable(factors))
