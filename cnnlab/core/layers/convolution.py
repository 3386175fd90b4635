"""Convolutions: ordinary, depthwise, separable and transposed, along one, two or three axes."""

from math import prod

from cnnlab.core.errors import N_
from cnnlab.core.layers.arguments import Arguments
from cnnlab.core.layers.facts import LayerError, LayerFacts, Shape
from cnnlab.core.layers.shapes import join, split
from cnnlab.core.layers.sliding import convolution_windows, reversed_windows
from cnnlab.core.layers.windows import Window


def convolution(arguments: Arguments, shape: Shape, rank: int) -> LayerFacts:
    """Conv1D, Conv2D, Conv3D: K * C / groups weights for each output value."""
    spatial, channels = split(arguments, shape, rank)
    filters, groups = arguments.integer("filters"), arguments.integer("groups", 1)
    _refuse_groups(arguments, groups, channels, filters)
    _refuse_strides_with_dilation(arguments, rank)
    windows = convolution_windows(arguments, spatial, causal=rank == 1)
    return _facts(arguments, windows, filters, _area(windows) * (channels // groups) * filters)


def depthwise(arguments: Arguments, shape: Shape, rank: int) -> LayerFacts:
    """DepthwiseConv1D and 2D: `depth_multiplier` filters for each channel, each over that channel alone."""
    spatial, channels = split(arguments, shape, rank)
    filters = channels * arguments.integer("depth_multiplier", 1)
    windows = convolution_windows(arguments, spatial)
    return _facts(arguments, windows, filters, _area(windows) * filters)


def separable(arguments: Arguments, shape: Shape, rank: int) -> LayerFacts:
    """SeparableConv1D and 2D: a depthwise stage without bias, then a 1x1 convolution over its channels."""
    spatial, channels = split(arguments, shape, rank)
    filters, between = arguments.integer("filters"), channels * arguments.integer("depth_multiplier", 1)
    windows = convolution_windows(arguments, spatial)
    return _facts(arguments, windows, filters, _area(windows) * between + between * filters)


def transposed(arguments: Arguments, shape: Shape, rank: int) -> LayerFacts:
    """Conv1DTranspose, 2D, 3D: every input value times every weight of its channel, added up where they fall.

    Products that fall on what `same` cuts off count too, as those with padding cells do in a convolution.
    """
    spatial, channels = split(arguments, shape, rank)
    filters = arguments.integer("filters")
    _refuse_strides_with_dilation(arguments, rank)
    scatters = reversed_windows(arguments, spatial)
    weights = _area(scatters) * channels * filters
    parameters = weights + _bias(arguments, filters)
    return LayerFacts(
        join(arguments, [each.size for each in scatters], filters),
        parameters,
        arguments.trainable(parameters),
        prod(spatial) * weights,
        windows=_turned_round(scatters),
        scatters=scatters,
    )


def _facts(arguments: Arguments, windows: tuple[Window, ...], filters: int, weights: int) -> LayerFacts:
    parameters = weights + _bias(arguments, filters)
    sizes = [each.output_size for each in windows]
    return LayerFacts(
        join(arguments, sizes, filters),
        parameters,
        arguments.trainable(parameters),
        prod(sizes) * weights,
        padding=tuple((each.before, each.after) for each in windows),
        windows=windows,
    )


def _turned_round(scatters: tuple[Window, ...]) -> tuple[Window, ...] | None:
    """With strides 1 a transposed convolution is one whose kernel is turned round, and whose padding is the rest."""
    if any(each.strides > 1 for each in scatters):
        return None
    return tuple(
        Window(
            each.output_size,
            each.kernel_size,
            1,
            each.dilation_rate,
            each.effective_size - 1 - each.before,
            each.effective_size - 1 - each.after,
        )
        for each in scatters
    )


def _area(windows: tuple[Window, ...]) -> int:
    return prod(each.kernel_size for each in windows)


def _bias(arguments: Arguments, filters: int) -> int:
    return filters if arguments.flag("use_bias", True) else 0


def _refuse_groups(arguments: Arguments, groups: int, channels: int, filters: int) -> None:
    if channels % groups or filters % groups:
        raise LayerError(
            N_(
                "{layer} takes groups that divide both its {channels} input channels and its {filters} filters; {came} "
                "came. Choose a common divisor."
            ),
            layer=arguments.class_name,
            channels=channels,
            filters=filters,
            came=groups,
        )


def _refuse_strides_with_dilation(arguments: Arguments, rank: int) -> None:
    strides, dilation_rate = arguments.sizes("strides", rank, 1), arguments.sizes("dilation_rate", rank, 1)
    if max(strides) > 1 and max(dilation_rate) > 1:
        raise LayerError(
            N_(
                "{layer} takes strides above 1 or a dilation_rate above 1, not both; strides {strides} and "
                "dilation_rate {dilation_rate} came. Set one of them to 1."
            ),
            layer=arguments.class_name,
            strides=strides,
            dilation_rate=dilation_rate,
        )
