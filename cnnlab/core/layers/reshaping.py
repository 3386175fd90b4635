"""Layers that pad, crop, enlarge or rearrange, without weights."""

from math import prod

from cnnlab.core.errors import N_
from cnnlab.core.layers.arguments import Arguments, is_integer, short_repr
from cnnlab.core.layers.facts import LayerError, LayerFacts, Shape
from cnnlab.core.layers.shapes import checked_shape, join, split
from cnnlab.core.layers.windows import Window


def zero_padding(arguments: Arguments, shape: Shape, rank: int) -> LayerFacts:
    """ZeroPadding1D, ZeroPadding2D, ZeroPadding3D: rows and columns of zeros around the map."""
    spatial, channels = split(arguments, shape, rank)
    padding = _pairs(arguments, "padding", rank, default=1)
    windows = tuple(Window(n, 1, 1, 1, *pair) for n, pair in zip(spatial, padding, strict=True))
    sizes = [window.output_size for window in windows]
    return LayerFacts(join(arguments, sizes, channels), padding=padding, windows=windows)


def cropping(arguments: Arguments, shape: Shape, rank: int) -> LayerFacts:
    """Cropping1D, Cropping2D, Cropping3D: the map without its outermost rows and columns."""
    spatial, channels = split(arguments, shape, rank)
    pairs = _pairs(arguments, "cropping", rank, default=0 if rank == 2 else 1)
    if any(sum(pair) >= n for n, pair in zip(spatial, pairs, strict=True)):
        raise LayerError(
            N_("{layer} with `cropping` = {cropping} leaves nothing of the input {shape}. Crop less."),
            layer=arguments.class_name,
            cropping=pairs,
            shape=spatial,
        )
    windows = tuple(Window(n, 1, 1, 1, -pair[0], -pair[1]) for n, pair in zip(spatial, pairs, strict=True))
    return LayerFacts(join(arguments, [window.output_size for window in windows], channels), windows=windows)


def up_sampling(arguments: Arguments, shape: Shape, rank: int) -> LayerFacts:
    """UpSampling1D, UpSampling2D, UpSampling3D: every row and column `size` times, repeated or interpolated."""
    spatial, channels = split(arguments, shape, rank)
    factors = arguments.sizes("size", rank, 2) if rank > 1 else (arguments.integer("size", 2),)
    sizes = [n * factor for n, factor in zip(spatial, factors, strict=True)]
    return LayerFacts(join(arguments, sizes, channels), windows=None)


def resizing(arguments: Arguments, shape: Shape) -> LayerFacts:
    """Resizing, CenterCrop, RandomCrop: pictures of `height` and `width`, whichever way they are made."""
    _, channels = split(arguments, shape, 2)
    size = arguments.integer("height"), arguments.integer("width")
    return LayerFacts(join(arguments, size, channels), windows=None)


def flatten(arguments: Arguments, shape: Shape) -> LayerFacts:
    """Flatten: all values in one row."""
    return LayerFacts((prod(checked_shape(arguments, shape)),), windows=None)


def reshape(arguments: Arguments, shape: Shape) -> LayerFacts:
    """Reshape: the same values in the shape `target_shape`, one axis of which may be -1 and is then inferred."""
    sizes = checked_shape(arguments, shape)
    target = arguments.config.get("target_shape")
    axes = list(target) if isinstance(target, list | tuple) else []
    known = prod(size for size in axes if size != -1) if all(is_integer(size, -1) for size in axes) else 0
    if axes.count(-1) == 1 and known > 0:
        axes[axes.index(-1)] = prod(sizes) // known
    if not axes or not all(is_integer(size) for size in axes) or prod(axes) != prod(sizes):
        raise LayerError(
            N_(
                "{layer} cannot use `target_shape` = {target}: the number of values in the input {shape} is {count}. "
                "Use a `target_shape` with as many; one axis may be -1."
            ),
            layer=arguments.class_name,
            target=short_repr(target),
            shape=sizes,
            count=prod(sizes),
        )
    return LayerFacts(tuple(int(size) for size in axes), windows=None)


def permute(arguments: Arguments, shape: Shape) -> LayerFacts:
    """Permute: the axes in another order, counted from 1."""
    sizes = checked_shape(arguments, shape)
    dims = arguments.config.get("dims")
    listed = dims if isinstance(dims, list | tuple) else []
    if not all(type(dim) is int for dim in listed) or sorted(listed) != [*range(1, len(sizes) + 1)]:
        raise LayerError(
            N_("{layer} cannot use `dims` = {value}. Use each of the numbers from 1 to {count} once."),
            layer=arguments.class_name,
            value=short_repr(dims),
            count=len(sizes),
        )
    return LayerFacts(tuple(sizes[dim - 1] for dim in listed), windows=None)


def repeat_vector(arguments: Arguments, shape: Shape) -> LayerFacts:
    """RepeatVector: a row of values, `n` times."""
    sizes = checked_shape(arguments, shape)
    if len(sizes) != 1:
        raise LayerError(
            N_("{layer} cannot use the input shape {shape}: it needs (features,). Flatten the input first."),
            layer=arguments.class_name,
            shape=sizes,
        )
    return LayerFacts((arguments.integer("n"), *sizes), windows=None)


def _pairs(arguments: Arguments, name: str, rank: int, default: int) -> tuple[tuple[int, int], ...]:
    """One (before, after) for each axis, from a single number or from a number or pair for each axis."""
    value = arguments.config.get(name, default)
    if rank == 1 or not isinstance(value, list | tuple):
        value = [value] * rank
    if len(value) != rank:
        raise LayerError(
            N_(
                "{layer} cannot use `{name}` = {value}. Use one number, or a number or pair for each of the {rank} "
                "axes."
            ),
            layer=arguments.class_name,
            name=name,
            value=short_repr(value),
            rank=rank,
        )
    return tuple(Arguments(arguments.class_name, {name: amount}).pair(name) for amount in value)
