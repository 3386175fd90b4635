"""What one call of a layer or an operation reads: a mask of its output cells becomes one of each input's cells.

A mask has the axes of a tensor without the batch. Its axis of the channels has the size 1 as long as all channels have
the same cells, which ends where Reshape or Permute makes positions of channels, or channels of positions.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from cnnlab.core.errors import N_
from cnnlab.core.layers import describe, reach
from cnnlab.core.layers.describe import MERGING, POINTWISE, TRAINING_ONLY, WHOLE_PICTURE
from cnnlab.core.layers.reach import Mask
from cnnlab.core.network import operations
from cnnlab.core.network.graph import Layer, NetworkError, Shape

RESIZED = {"nearest": reach.through_nearest, "bilinear": reach.through_bilinear}
ONE_BY_ONE = (*POINTWISE, *TRAINING_ONLY, "BatchNormalization", "LayerScale", "Normalization", "PReLU")
MIXING = (*(name for name in operations.ALONG if name != "Flip"), *operations.REDUCING)


class Taken(NamedTuple):
    """The inputs of a call, and the shape of its output: without the batch axis, all sizes known."""

    layer: Layer
    inputs: tuple[tuple[int, ...], ...]
    output: tuple[int, ...]
    channels: int  # the axis of the channels: -1, or 0 with data_format="channels_first"


def reads(taken: Taken, mask: Mask) -> list[Mask]:
    """A mask for each input of the call. Raises NetworkError where what the call reads is not known."""
    layer = taken.layer
    if layer.custom:
        raise untraceable(layer)
    if layer.operation:
        return _operation(taken, mask)
    if layer.class_name == "Concatenate":
        return _parts(taken, mask, layer.config.get("axis", -1))
    if layer.class_name in MERGING:
        return [_of_shape(mask, shape) for shape in taken.inputs]
    return [_layer(taken, mask)]


def untraceable(layer: Layer) -> NetworkError:
    return NetworkError(
        N_(
            "What the layer {name} ({class_name}) reads is not known here, so nothing behind it can be traced to the "
            "picture. Choose a layer before it."
        ),
        name=layer.name[:60],
        class_name=layer.class_name[:60],
    )


def _layer(taken: Taken, mask: Mask) -> Mask:
    layer, (shape,) = taken.layer, taken.inputs
    rule = RULES.get(layer.class_name.rstrip("D").rstrip("123"))
    if rule is not None:
        return rule(taken, mask)
    facts = describe({"class_name": layer.class_name, "config": layer.config}, shape)
    if "Conv" in layer.class_name:
        mask = _input_channels(taken, mask)
    if facts.scatters:
        return _by_axis(mask, reach.through_transposed, facts.scatters, taken.channels)
    if facts.windows:
        return _by_axis(mask, reach.through_window, facts.windows, taken.channels)
    if layer.class_name in ONE_BY_ONE or layer.class_name.startswith("SpatialDropout"):
        return mask
    raise untraceable(layer)


def _input_channels(taken: Taken, mask: Mask) -> Mask:
    """A convolution mixes all channels; a depthwise one makes `depth_multiplier` channels of each."""
    if mask.shape[taken.channels] == 1 or not taken.layer.class_name.startswith("Depthwise"):
        return np.asarray(mask.any(axis=taken.channels, keepdims=True))
    last = np.moveaxis(mask, taken.channels, -1)
    grouped = last.reshape(*last.shape[:-1], taken.inputs[0][taken.channels], -1)
    return np.moveaxis(np.asarray(grouped.any(axis=-1)), -1, taken.channels)


def _by_axis(mask: Mask, through: Callable[..., Mask], along: tuple[Any, ...], channels: int) -> Mask:
    for axis, how in enumerate(along, start=0 if channels else 1):
        mask = through(mask, axis, how)
    return mask


def _all(taken: Taken, mask: Mask) -> Mask:
    return np.full(taken.inputs[0], mask.any())


def _all_positions(taken: Taken, mask: Mask) -> Mask:
    """Global pooling: each channel of the output, all positions of that channel."""
    (shape,) = taken.inputs
    spatial = range(len(shape) - 1) if taken.channels else range(1, len(shape))
    return reach.through_all(np.expand_dims(mask, tuple(spatial)) if mask.ndim == 1 else mask, spatial, shape)


def _last_axis(taken: Taken, mask: Mask) -> Mask:
    return reach.through_all(mask, [-1], taken.inputs[0])


def _resized(taken: Taken, mask: Mask) -> Mask:
    (shape,), config = taken.inputs, taken.layer.config
    through = RESIZED.get(config.get("interpolation", "bilinear" if "height" in config else "nearest"))
    partly = any(config.get(name) for name in ("crop_to_aspect_ratio", "pad_to_aspect_ratio", "antialias"))
    if through is None or partly:
        raise untraceable(taken.layer)
    return _by_axis(mask, through, _spatial(shape, taken.channels), taken.channels)


def _adaptive(taken: Taken, mask: Mask) -> Mask:
    (shape,) = taken.inputs
    return _by_axis(mask, reach.through_adaptive, _spatial(shape, taken.channels), taken.channels)


def _permuted(taken: Taken, mask: Mask) -> Mask:
    dims = [dim - 1 for dim in taken.layer.config["dims"]]
    return np.broadcast_to(mask, taken.output).transpose(np.argsort(dims))


def _rearranged(taken: Taken, mask: Mask) -> Mask:
    """Reshape and Flatten: the same values in the same order, of Flatten with its own `data_format` in mind."""
    (shape,), values = taken.inputs, np.broadcast_to(mask, taken.output)
    if taken.layer.class_name == "Flatten" and taken.layer.config.get("data_format") == "channels_first":
        return np.moveaxis(values.reshape(*shape[1:], shape[0]), -1, 0)
    return values.reshape(shape)


def _spatial(shape: tuple[int, ...], channels: int) -> tuple[int, ...]:
    return shape[:-1] if channels else shape[1:]


def _of_shape(mask: Mask, shape: tuple[int, ...]) -> Mask:
    """The mask of an input that is broadcast: its axes are the last ones of the output, and some have the size 1."""
    mask = np.asarray(mask.any(axis=tuple(range(mask.ndim - len(shape)))))
    repeated = tuple(axis for axis, size in enumerate(shape) if size == 1 and mask.shape[axis] > 1)
    mask = np.asarray(mask.any(axis=repeated, keepdims=True))
    return np.broadcast_to(mask, shape) if len(shape) == 1 else mask


def _parts(taken: Taken, mask: Mask, axis: int) -> list[Mask]:
    """The part of the output that each input of a concatenation is; `axis` counts the batch axis, or from the end."""
    axis = axis - 1 if axis >= 0 else len(taken.output) + axis
    if mask.shape[axis] < taken.output[axis]:  # all channels have the same cells
        return [mask for _ in taken.inputs]
    return list(np.split(mask, np.cumsum([shape[axis] for shape in taken.inputs])[:-1], axis))


def _operation(taken: Taken, mask: Mask) -> list[Mask]:
    """An operation on tensors that all have the axes of its output, or one that reduces some of them."""
    layer = taken.layer
    if layer.class_name == "Concatenate":
        return _parts(taken, mask, layer.config.get("axis", 0))
    if layer.class_name in operations.UNARY:
        return [mask]
    if layer.class_name in operations.MERGING and all(len(shape) == len(taken.output) for shape in taken.inputs):
        return [_of_shape(mask, shape) for shape in taken.inputs]
    if layer.class_name not in MIXING or len(taken.inputs) != 1:
        raise untraceable(layer)
    return [_mixed(taken, mask)]


def _mixed(taken: Taken, mask: Mask) -> Mask:
    """Softmax and the like, or a mean, sum or maximum along the axes of the config, which count the batch axis."""
    (shape,), axis = taken.inputs, taken.layer.config.get("axis", -1)
    listed = axis if isinstance(axis, list | tuple) else [axis]
    if not all(isinstance(at, int) and -len(shape) <= at <= len(shape) and at for at in listed):  # 0 is the batch
        raise untraceable(taken.layer)
    axes = [at - 1 if at > 0 else at + len(shape) for at in listed]
    return reach.through_all(np.expand_dims(mask, axes) if mask.ndim < len(shape) else mask, axes, shape)


def concrete(shape: Shape | None, layer: Layer) -> tuple[int, ...]:
    """A shape without its batch axis; raises NetworkError if a size is unknown."""
    if shape is None or None in shape[1:]:
        raise untraceable(layer)
    return tuple(size for size in shape[1:] if size is not None)


RULES: dict[str, Callable[[Taken, Mask], Mask]] = {
    **dict.fromkeys((*WHOLE_PICTURE, "GroupNormalization", "RepeatVector"), _all),
    **dict.fromkeys(("GlobalMaxPooling", "GlobalAveragePooling"), _all_positions),
    "Dense": _last_axis,
    **dict.fromkeys(("Softmax", "UnitNormalization", "LayerNormalization"), _mixed),
    **dict.fromkeys(("UpSampling", "Resizing"), _resized),
    **dict.fromkeys(("AdaptiveMaxPooling", "AdaptiveAveragePooling"), _adaptive),
    **dict.fromkeys(("Reshape", "Flatten"), _rearranged),
    "Permute": _permuted,
}
