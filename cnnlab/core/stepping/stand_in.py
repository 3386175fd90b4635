"""A smaller layer that behaves as a large one does, for what is too large to be drawn cell by cell."""

from cnnlab.core.layers import LayerError, LayerFacts, describe

MOST = {"size": 16, "spread": 7, "channels": 4, "filters": 4}

Shape = tuple[int, ...]


def stand_in(layer: dict, input_shape: Shape) -> tuple[dict, Shape] | None:
    """The layer and its input (height, width, channels) with at most 16 x 16 cells, 4 channels and 4 filters.

    A transposed convolution gives more cells than it gets: its output has at most 16 x 16, or else its input 7 x 7.

    Kernel, strides, dilation and padding stay, and so do the cells of padding on each side and those left over at the
    far end: only the middle of the picture is missing. None where no input so small behaves so. What is small
    enough comes back as it came. Raises LayerError for what `describe` refuses.

    >>> stand_in({"class_name": "Conv2D", "config": {"filters": 64, "kernel_size": 3, "strides": 2}}, (224, 224, 3))[1]
    (16, 16, 3)
    """
    wanted = describe(layer, input_shape)
    small, channels = _fewer(layer, input_shape[-1])
    for most in range(MOST["size"], 0, -1):
        shape = (min(input_shape[0], most), min(input_shape[1], most), channels)
        for candidate in _nearby(shape, input_shape):
            if _behaves(small, candidate, wanted):
                return small, candidate
    return None


def _nearby(shape: Shape, whole: Shape) -> list[Shape]:
    """The shape, and those a few cells smaller along either axis: the rest of a division by the strides may differ."""
    height, width, channels = shape
    few = range(8)
    downs = [height - each for each in few if height - each > 0] if height < whole[0] else [height]
    across = [width - each for each in few if width - each > 0] if width < whole[1] else [width]
    return [(down, right, channels) for down in downs for right in across]


def _behaves(layer: dict, shape: Shape, wanted: LayerFacts) -> bool:
    try:
        facts = describe(layer, shape)
    except LayerError:
        return False
    if facts.scatters and max(shape[:2]) > MOST["spread"] and max(facts.output_shape[:2]) > MOST["size"]:
        return False
    return facts.padding == wanted.padding and _left_over(facts) == _left_over(wanted)


def _left_over(facts: LayerFacts) -> list[int]:
    """Along each axis the cells after the last window: N + P - K_eff - (outputs - 1) * S; less than the strides."""
    windows = facts.scatters or facts.windows or ()
    return [
        each.size + each.before + each.after - each.effective_size - (each.output_size - 1) * each.strides
        for each in windows
    ]


def _fewer(layer: dict, channels: int) -> tuple[dict, int]:
    """At most four channels and filters, in groups where there were groups."""
    config = dict(layer["config"])
    groups = min(config.get("groups", 1), MOST["channels"])
    in_a_group = max(1, min(channels // config.get("groups", 1), MOST["channels"] // groups))
    times = config.get("depth_multiplier", 1)
    few = groups * in_a_group if "groups" in config else max(1, min(channels, MOST["channels"] // times))
    if "groups" in config:
        config["groups"] = groups
    if "filters" in config:
        of_a_group = max(1, min(config["filters"] // layer["config"].get("groups", 1), MOST["filters"] // groups))
        config["filters"] = groups * of_a_group
    return layer | {"config": config}, few
