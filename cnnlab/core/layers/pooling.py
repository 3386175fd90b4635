"""Pooling: with windows, and over the whole map."""

from cnnlab.core.layers.arguments import Arguments
from cnnlab.core.layers.facts import LayerFacts, Shape
from cnnlab.core.layers.shapes import join, split
from cnnlab.core.layers.sliding import pooling_windows


def pooling(arguments: Arguments, shape: Shape, rank: int) -> LayerFacts:
    """MaxPooling and AveragePooling; their padding cells are left out of the maximum or mean, not zero."""
    spatial, channels = split(arguments, shape, rank)
    windows = pooling_windows(arguments, spatial)
    return LayerFacts(
        join(arguments, [window.output_size for window in windows], channels),
        padding=tuple((window.before, window.after) for window in windows),
        windows=windows,
    )


def global_pooling(arguments: Arguments, shape: Shape, rank: int) -> LayerFacts:
    """GlobalMaxPooling and GlobalAveragePooling: one value per channel; `keepdims` keeps the axes with size 1."""
    _, channels = split(arguments, shape, rank)
    output_shape = join(arguments, (1,) * rank, channels) if arguments.flag("keepdims", False) else (channels,)
    return LayerFacts(output_shape, windows=None)


def adaptive_pooling(arguments: Arguments, shape: Shape, rank: int) -> LayerFacts:
    """AdaptiveMaxPooling and AdaptiveAveragePooling: `output_size` cells, from windows of two sizes."""
    _, channels = split(arguments, shape, rank)
    return LayerFacts(join(arguments, arguments.sizes("output_size", rank), channels), windows=None)
