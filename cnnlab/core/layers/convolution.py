"""Convolutions: regular, depthwise, separable and transposed, along one, two or three axes."""

from dataclasses import replace
from math import prod

from cnnlab.core.errors import N_
from cnnlab.core.layers.arguments import Arguments
from cnnlab.core.layers.facts import LayerError, LayerFacts, Shape
from cnnlab.core.layers.quantization import lora
from cnnlab.core.layers.shapes import join, split
from cnnlab.core.layers.sliding import convolution_windows, reversed_windows
from cnnlab.core.layers.windows import Window


def convolution(arguments: Arguments, shape: Shape, rank: int) -> LayerFacts:
    """Conv1D, Conv2D, Conv3D: each output value uses K * C / groups weights, K being the cells of the kernel.

    With LoRA the kernel is frozen, and the product of two trainable matrices is added to it.
    """
    spatial, channels = split(arguments, shape, rank)
    filters, groups = arguments.integer("filters"), arguments.integer("groups", 1)
    _check_groups(arguments, groups, channels, filters)
    _check_strides_and_dilation(arguments, rank)
    windows = convolution_windows(arguments, spatial, causal=rank == 1)
    inputs = _area(windows) * (channels // groups)
    facts, added = _facts(arguments, windows, filters, inputs * filters), lora(arguments, inputs, filters)
    if not added:
        return facts
    trainable = arguments.trainable(_bias(arguments, filters) + added)
    return replace(facts, parameters=facts.parameters + added, trainable_parameters=trainable)


def depthwise(arguments: Arguments, shape: Shape, rank: int) -> LayerFacts:
    """DepthwiseConv1D, DepthwiseConv2D: `depth_multiplier` filters for each channel, which read that channel only."""
    spatial, channels = split(arguments, shape, rank)
    filters = channels * arguments.integer("depth_multiplier", 1)
    windows = convolution_windows(arguments, spatial)
    return _facts(arguments, windows, filters, _area(windows) * filters)


def separable(arguments: Arguments, shape: Shape, rank: int) -> LayerFacts:
    """SeparableConv1D, SeparableConv2D: a depthwise stage without bias, then a 1x1 convolution over its channels."""
    spatial, channels = split(arguments, shape, rank)
    filters, depthwise_filters = arguments.integer("filters"), channels * arguments.integer("depth_multiplier", 1)
    windows = convolution_windows(arguments, spatial)
    return _facts(arguments, windows, filters, _area(windows) * depthwise_filters + depthwise_filters * filters)


def transposed(arguments: Arguments, shape: Shape, rank: int) -> LayerFacts:
    """Conv1DTranspose, Conv2DTranspose, Conv3DTranspose: each input value times all weights of its channel, summed.

    Products that fall on cells which `same` cuts off count too, as do those with padding cells in a convolution.
    """
    spatial, channels = split(arguments, shape, rank)
    filters = arguments.integer("filters")
    _check_strides_and_dilation(arguments, rank)
    scatters = reversed_windows(arguments, spatial)
    weights = _area(scatters) * channels * filters
    parameters = weights + _bias(arguments, filters)
    return LayerFacts(
        join(arguments, [window.size for window in scatters], filters),
        parameters,
        arguments.trainable(parameters),
        prod(spatial) * weights,
        windows=_flipped(scatters),
        scatters=scatters,
    )


def _facts(arguments: Arguments, windows: tuple[Window, ...], filters: int, weights: int) -> LayerFacts:
    parameters = weights + _bias(arguments, filters)
    sizes = [window.output_size for window in windows]
    return LayerFacts(
        join(arguments, sizes, filters),
        parameters,
        arguments.trainable(parameters),
        prod(sizes) * weights,
        padding=tuple((window.before, window.after) for window in windows),
        windows=windows,
    )


def _flipped(scatters: tuple[Window, ...]) -> tuple[Window, ...] | None:
    """The windows of a transposed convolution with strides 1: a convolution with the kernel flipped.

    Its padding is K_eff - 1 less the padding of the convolution that is reversed. None with larger strides.
    """
    if any(window.strides > 1 for window in scatters):
        return None
    return tuple(
        Window(
            window.output_size,
            window.kernel_size,
            1,
            window.dilation_rate,
            window.effective_size - 1 - window.before,
            window.effective_size - 1 - window.after,
        )
        for window in scatters
    )


def _area(windows: tuple[Window, ...]) -> int:
    return prod(window.kernel_size for window in windows)


def _bias(arguments: Arguments, filters: int) -> int:
    return filters if arguments.flag("use_bias", True) else 0


def _check_groups(arguments: Arguments, groups: int, channels: int, filters: int) -> None:
    if channels % groups or filters % groups:
        raise LayerError(
            N_(
                "{layer} cannot divide its input channels and filters evenly into groups (channels: {channels}, "
                "filters: {filters}, groups: {groups}). Set `groups` to a common divisor of channels and filters."
            ),
            layer=arguments.class_name,
            channels=channels,
            filters=filters,
            groups=groups,
        )


def _check_strides_and_dilation(arguments: Arguments, rank: int) -> None:
    strides, dilation_rate = arguments.sizes("strides", rank, 1), arguments.sizes("dilation_rate", rank, 1)
    if max(strides) > 1 and max(dilation_rate) > 1:
        raise LayerError(
            N_(
                "{layer} cannot use `strides` = {strides} with `dilation_rate` = {dilation_rate}: Keras does not allow "
                "both above 1. Set one of them to 1."
            ),
            layer=arguments.class_name,
            strides=strides,
            dilation_rate=dilation_rate,
        )
