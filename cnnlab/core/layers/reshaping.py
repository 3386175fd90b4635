"""Layers that pad, cut, enlarge or rearrange, and have no weights."""

from math import prod

from cnnlab.core.errors import N_
from cnnlab.core.layers.arguments import Arguments, is_integer, shown
from cnnlab.core.layers.facts import LayerError, LayerFacts, Shape
from cnnlab.core.layers.shapes import checked, join, split
from cnnlab.core.layers.windows import Window


def zero_padding(arguments: Arguments, shape: Shape, rank: int) -> LayerFacts:
    """ZeroPadding1D, 2D, 3D: rows and columns of zeros around the map."""
    spatial, channels = split(arguments, shape, rank)
    padding = _pairs(arguments, "padding", rank, default=1)
    windows = tuple(Window(n, 1, 1, 1, *pair) for n, pair in zip(spatial, padding, strict=True))
    sizes = [each.output_size for each in windows]
    return LayerFacts(join(arguments, sizes, channels), padding=padding, windows=windows)


def cropping(arguments: Arguments, shape: Shape, rank: int) -> LayerFacts:
    """Cropping1D, 2D, 3D: the map without its outermost rows and columns."""
    spatial, channels = split(arguments, shape, rank)
    pairs = _pairs(arguments, "cropping", rank, default=0 if rank == 2 else 1)
    if any(sum(pair) >= n for n, pair in zip(spatial, pairs, strict=True)):
        raise LayerError(
            N_(
                "{layer} takes a cropping that leaves something of the input {spatial}; {came} came. "
                "Make the cropping smaller."
            ),
            layer=arguments.class_name,
            spatial=spatial,
            came=pairs,
        )
    windows = tuple(Window(n, 1, 1, 1, -pair[0], -pair[1]) for n, pair in zip(spatial, pairs, strict=True))
    return LayerFacts(join(arguments, [each.output_size for each in windows], channels), windows=windows)


def up_sampling(arguments: Arguments, shape: Shape, rank: int) -> LayerFacts:
    """UpSampling1D, 2D, 3D: every row and column `size` times, or interpolated."""
    spatial, channels = split(arguments, shape, rank)
    factors = arguments.sizes("size", rank, 2) if rank > 1 else (arguments.integer("size", 2),)
    sizes = [n * factor for n, factor in zip(spatial, factors, strict=True)]
    return LayerFacts(join(arguments, sizes, channels), windows=None)


def resizing(arguments: Arguments, shape: Shape) -> LayerFacts:
    """Resizing, CenterCrop, RandomCrop: pictures of `height` and `width`, however that comes about."""
    _, channels = split(arguments, shape, 2)
    size = arguments.integer("height"), arguments.integer("width")
    return LayerFacts(join(arguments, size, channels), windows=None)


def flatten(arguments: Arguments, shape: Shape) -> LayerFacts:
    """Flatten: all values in one row."""
    return LayerFacts((prod(checked(arguments, shape)),), windows=None)


def reshape(arguments: Arguments, shape: Shape) -> LayerFacts:
    """Reshape: the same values in the shape `target_shape`, of which one axis may be -1, the rest."""
    sizes = checked(arguments, shape)
    target = arguments.config.get("target_shape")
    axes = list(target) if isinstance(target, list | tuple) else []
    known = prod(each for each in axes if each != -1) if all(is_integer(each, -1) for each in axes) else 0
    if axes.count(-1) == 1 and known > 0:
        axes[axes.index(-1)] = prod(sizes) // known
    if not axes or not all(is_integer(each) for each in axes) or prod(axes) != prod(sizes):
        raise LayerError(
            N_(
                "{layer} takes a target_shape of as many values as the input {shape} has, {count}; {came} came. "
                "Change target_shape; one axis may be -1."
            ),
            layer=arguments.class_name,
            shape=sizes,
            count=prod(sizes),
            came=shown(target),
        )
    return LayerFacts(tuple(int(each) for each in axes), windows=None)


def permute(arguments: Arguments, shape: Shape) -> LayerFacts:
    """Permute: the axes in another order, counted from 1."""
    sizes = checked(arguments, shape)
    dims = arguments.config.get("dims")
    if not isinstance(dims, list | tuple) or sorted(dims, key=str) != [*range(1, len(sizes) + 1)]:
        raise LayerError(
            N_("{layer} takes as dims the numbers from 1 to {count} in some order; {came} came. Name each axis once."),
            layer=arguments.class_name,
            count=len(sizes),
            came=shown(dims),
        )
    return LayerFacts(tuple(sizes[each - 1] for each in dims), windows=None)


def repeat_vector(arguments: Arguments, shape: Shape) -> LayerFacts:
    """RepeatVector: a row of values `n` times."""
    sizes = checked(arguments, shape)
    if len(sizes) != 1:
        raise LayerError(
            N_("{layer} takes an input shape (features,); {came} came. Flatten it first."),
            layer=arguments.class_name,
            came=sizes,
        )
    return LayerFacts((arguments.integer("n"), *sizes), windows=None)


def _pairs(arguments: Arguments, name: str, rank: int, default: int) -> tuple[tuple[int, int], ...]:
    """One (before, after) for each axis, from a number, a number an axis, or a pair an axis."""
    value = arguments.config.get(name, default)
    if rank == 1 or not isinstance(value, list | tuple):
        value = [value] * rank
    if len(value) != rank:
        raise LayerError(
            N_(
                "{layer} takes one number, or one number or pair for each of {rank} axes, as {name}; {came} came. "
                "Change {name}."
            ),
            layer=arguments.class_name,
            rank=rank,
            name=name,
            came=shown(value),
        )
    return tuple(Arguments(arguments.class_name, {name: each}).pair(name) for each in value)
