"""A smaller layer that behaves like a large one, for layers too large to draw cell by cell."""

from typing import Any

from cnnlab.core.layers import LayerError, LayerFacts, describe

LIMITS = {"size": 16, "transposed_input": 7, "channels": 4, "filters": 4}  # of what is drawn

Shape = tuple[int, ...]


def stand_in(layer: dict[str, Any], input_shape: Shape) -> tuple[dict[str, Any], Shape] | None:
    """Reduce a layer and its input (height, width, channels) to at most 16 x 16 cells, 4 channels and 4 filters.

    The output of a transposed convolution is larger than its input: either the output has at most 16 x 16 cells or
    the input at most 7 x 7.

    Kernel, strides, dilation and padding stay, and so do the cells of padding on each side and those left over at the
    far end: only the middle of the picture is missing. Returns None if no input that small behaves like the large one,
    and the arguments themselves if they are small enough. Raises LayerError like `describe`.

    >>> stand_in({"class_name": "Conv2D", "config": {"filters": 64, "kernel_size": 3, "strides": 2}}, (224, 224, 3))[1]
    (16, 16, 3)
    """
    large = describe(layer, input_shape)
    small, channels = _with_few_channels(layer, input_shape[-1])
    for size in range(LIMITS["size"], 0, -1):
        shape = (min(input_shape[0], size), min(input_shape[1], size), channels)
        for candidate in _nearby(shape, input_shape):
            if _behaves_alike(small, candidate, large):
                return small, candidate
    return None


def _nearby(shape: Shape, whole: Shape) -> list[Shape]:
    """The shape, and those up to seven cells smaller along an axis, which leave other remainders to the strides."""
    height, width, channels = shape
    heights = [height - less for less in range(8) if height > less] if height < whole[0] else [height]
    widths = [width - less for less in range(8) if width > less] if width < whole[1] else [width]
    return [(rows, columns, channels) for rows in heights for columns in widths]


def _behaves_alike(layer: dict[str, Any], shape: Shape, large: LayerFacts) -> bool:
    try:
        facts = describe(layer, shape)
    except LayerError:
        return False
    if facts.scatters and max(shape[:2]) > LIMITS["transposed_input"] and max(facts.output_shape[:2]) > LIMITS["size"]:
        return False
    return facts.padding == large.padding and _left_over(facts) == _left_over(large)


def _left_over(facts: LayerFacts) -> list[int]:
    """Along each axis the cells after the last window: N + P - K_eff - (outputs - 1) * S; less than the strides."""
    return [
        axis.size + axis.before + axis.after - axis.effective_size - (axis.output_size - 1) * axis.strides
        for axis in facts.scatters or facts.windows or ()
    ]


def _with_few_channels(layer: dict[str, Any], channels: int) -> tuple[dict[str, Any], int]:
    """The layer with at most four filters, and at most four input channels; a grouped layer stays grouped."""
    config = dict(layer["config"])
    groups = min(config.get("groups", 1), LIMITS["channels"])
    per_group = max(1, min(channels // config.get("groups", 1), LIMITS["channels"] // groups))
    multiplier = config.get("depth_multiplier", 1)
    few = groups * per_group if "groups" in config else max(1, min(channels, LIMITS["channels"] // multiplier))
    if "groups" in config:
        config["groups"] = groups
    if "filters" in config:
        filters = max(1, min(config["filters"] // layer["config"].get("groups", 1), LIMITS["filters"] // groups))
        config["filters"] = groups * filters
    return layer | {"config": config}, few
