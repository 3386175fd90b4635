"""Dense layers, and activations that have weights or work along an axis."""

from math import prod

from cnnlab.core.layers.arguments import Arguments
from cnnlab.core.layers.facts import LayerFacts, Shape
from cnnlab.core.layers.quantization import dense_weights
from cnnlab.core.layers.shapes import axis_indices, checked_shape


def dense(arguments: Arguments, shape: Shape) -> LayerFacts:
    """Dense: every value along the last axis times a weight, for each unit.

    The multiply-adds are those of the kernel itself, whether it is quantized or LoRA's product is added to it.
    """
    *leading, features = checked_shape(arguments, shape)
    units = arguments.integer("units")
    bias, weights = units if arguments.flag("use_bias", True) else 0, dense_weights(arguments, features, units)
    return LayerFacts(
        (*leading, units),
        weights.total + bias,
        arguments.trainable(weights.trainable + bias),
        prod(leading) * features * units,
    )


def p_relu(arguments: Arguments, shape: Shape) -> LayerFacts:
    """PReLU: a slope for each value, shared along `shared_axes`."""
    sizes = checked_shape(arguments, shape)
    shared = axis_indices(arguments, sizes, arguments.config.get("shared_axes") or ())
    parameters = prod(size for index, size in enumerate(sizes) if index not in shared)
    return LayerFacts(sizes, parameters, arguments.trainable(parameters))


def softmax(arguments: Arguments, shape: Shape) -> LayerFacts:
    """Softmax, UnitNormalization: along one axis or several; each value depends on all along them.

    Over the channels alone, positions are independent. Keras allows the batch axis too, 0.
    """
    sizes, axis = checked_shape(arguments, shape), arguments.config.get("axis", -1)
    axes = axis if isinstance(axis, list | tuple) else (axis,)
    batch = [axis for axis in axes if not isinstance(axis, bool) and axis in (0, -len(sizes) - 1)]
    indices = axis_indices(arguments, sizes, [axis for axis in axes if axis not in batch])
    return LayerFacts(sizes, windows=() if indices == {len(sizes) - 1} and not batch else None)


def layer_scale(arguments: Arguments, shape: Shape) -> LayerFacts:
    """LayerScale of Keras's ConvNeXt: one factor for each of `projection_dim` channels."""
    sizes, factors = checked_shape(arguments, shape), arguments.integer("projection_dim")
    return LayerFacts(sizes, factors, arguments.trainable(factors))
