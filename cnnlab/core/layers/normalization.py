"""Normalization layers: which parameters are trainable, and whether a value depends on other positions."""

from math import prod

from cnnlab.core.errors import N_
from cnnlab.core.layers.arguments import Arguments
from cnnlab.core.layers.facts import LayerError, LayerFacts, Shape
from cnnlab.core.layers.shapes import axis_index, axis_indices, checked_shape


def batch_normalization(arguments: Arguments, shape: Shape) -> LayerFacts:
    """BatchNormalization: gamma and beta are trainable, the moving mean and variance are not."""
    sizes = checked_shape(arguments, shape)
    features = sizes[axis_index(arguments, sizes, arguments.config.get("axis", -1))]
    trainable = features * (arguments.flag("scale", True) + arguments.flag("center", True))
    moving = features * (5 if arguments.flag("renorm", False) else 2)
    return LayerFacts(sizes, trainable + moving, arguments.trainable(trainable))


def layer_normalization(arguments: Arguments, shape: Shape) -> LayerFacts:
    """LayerNormalization: gamma and beta for each value along its axes."""
    sizes = checked_shape(arguments, shape)
    indices = axis_indices(arguments, sizes, arguments.config.get("axis", -1))
    per_value = arguments.flag("scale", True) + arguments.flag("center", True)
    parameters = per_value * prod(sizes[index] for index in indices)
    channels_only = indices == {len(sizes) - 1}
    return LayerFacts(sizes, parameters, arguments.trainable(parameters), windows=() if channels_only else None)


def group_normalization(arguments: Arguments, shape: Shape) -> LayerFacts:
    """GroupNormalization: gamma and beta for each channel; every value depends on the whole map."""
    sizes = checked_shape(arguments, shape)
    features = sizes[axis_index(arguments, sizes, arguments.config.get("axis", -1))]
    groups = features if arguments.config.get("groups") == -1 else arguments.integer("groups", 32)
    if features % groups:
        raise LayerError(
            N_(
                "{layer} cannot divide its channels evenly into groups (channels: {channels}, groups: {groups}). Set "
                "`groups` to a divisor of the number of channels."
            ),
            layer=arguments.class_name,
            channels=features,
            groups=groups,
        )
    parameters = features * (arguments.flag("scale", True) + arguments.flag("center", True))
    return LayerFacts(sizes, parameters, arguments.trainable(parameters), windows=None)


def normalization(arguments: Arguments, shape: Shape) -> LayerFacts:
    """Normalization: the mean, variance and count that `adapt` computes, unless they are given."""
    sizes = checked_shape(arguments, shape)
    axis = arguments.config.get("axis", -1)
    indices = axis_indices(arguments, sizes, () if axis is None else axis)
    given = arguments.config.get("mean") is not None
    return LayerFacts(sizes, 0 if given else 2 * prod(sizes[index] for index in indices) + 1)
