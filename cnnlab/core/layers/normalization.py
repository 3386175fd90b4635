"""Normalizations: which of their parameters train, and whether a value depends on others than its own place."""

from math import prod

from cnnlab.core.errors import N_
from cnnlab.core.layers.arguments import Arguments
from cnnlab.core.layers.facts import LayerError, LayerFacts, Shape
from cnnlab.core.layers.shapes import checked, place_of, places_of


def batch_normalization(arguments: Arguments, shape: Shape) -> LayerFacts:
    """BatchNormalization: gamma and beta, which train, and the moving mean and variance, which do not."""
    sizes = checked(arguments, shape)
    features = sizes[place_of(arguments, sizes, arguments.config.get("axis", -1))]
    train = features * (arguments.flag("scale", True) + arguments.flag("center", True))
    moving = features * (5 if arguments.flag("renorm", False) else 2)
    return LayerFacts(sizes, train + moving, arguments.trainable(train))


def layer_normalization(arguments: Arguments, shape: Shape) -> LayerFacts:
    """LayerNormalization: gamma and beta for each value along its axes."""
    sizes = checked(arguments, shape)
    places = places_of(arguments, sizes, arguments.config.get("axis", -1))
    kinds = arguments.flag("scale", True) + arguments.flag("center", True)
    parameters = kinds * prod(sizes[each] for each in places)
    along_channels = places == {len(sizes) - 1}
    return LayerFacts(sizes, parameters, arguments.trainable(parameters), windows=() if along_channels else None)


def group_normalization(arguments: Arguments, shape: Shape) -> LayerFacts:
    """GroupNormalization: gamma and beta a channel; every value depends on the whole map."""
    sizes = checked(arguments, shape)
    features = sizes[place_of(arguments, sizes, arguments.config.get("axis", -1))]
    groups = features if arguments.config.get("groups") == -1 else arguments.integer("groups", 32)
    if features % groups:
        raise LayerError(
            N_("{layer} takes groups that divide its {features} channels; {came} came. Choose a divisor."),
            layer=arguments.class_name,
            features=features,
            came=groups,
        )
    parameters = features * (arguments.flag("scale", True) + arguments.flag("center", True))
    return LayerFacts(sizes, parameters, arguments.trainable(parameters), windows=None)


def normalization(arguments: Arguments, shape: Shape) -> LayerFacts:
    """Normalization: the mean, the variance and the count that `adapt` finds, unless they were given."""
    sizes = checked(arguments, shape)
    axis = arguments.config.get("axis", -1)
    places = places_of(arguments, sizes, () if axis is None else axis)
    given = arguments.config.get("mean") is not None
    return LayerFacts(sizes, 0 if given else 2 * prod(sizes[each] for each in places) + 1)
