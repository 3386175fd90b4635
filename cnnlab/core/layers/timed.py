"""Layers whose time is measured on one map, to set it beside their multiply-adds."""

from typing import Any

MAPS = {(112, 32): "112 x 32", (56, 64): "56 x 64", (28, 128): "28 x 128", (14, 256): "14 x 256"}
GROUPS = 8


def timed_layers(channels: int) -> dict[str, dict[str, Any]]:
    """The Keras configs of the layers, by what they are called; each keeps the map's size and number of channels.

    >>> from cnnlab.core.layers import describe
    >>> [describe(config, (56, 56, 64)).output_shape for config in timed_layers(64).values()] == [(56, 56, 64)] * 6
    True
    """
    same = {"kernel_size": 3, "padding": "same", "use_bias": False}
    return {
        "Conv2D 3 × 3": _layer("Conv2D", filters=channels, **same),
        f"Conv2D 3 × 3, groups={GROUPS}": _layer("Conv2D", filters=channels, groups=GROUPS, **same),
        "SeparableConv2D 3 × 3": _layer("SeparableConv2D", filters=channels, **same),
        "DepthwiseConv2D 3 × 3": _layer("DepthwiseConv2D", **same),
        "Conv2D 1 × 1": _layer("Conv2D", filters=channels, **{**same, "kernel_size": 1}),
        "MaxPooling2D 3 × 3": _layer("MaxPooling2D", pool_size=3, strides=1, padding="same"),
    }


def speed(multiply_adds: int | None, seconds: float) -> int | None:
    """Multiply-adds a second; None for a layer that has none.

    >>> speed(3_000, 0.002), speed(0, 0.002)
    (1500000, None)
    """
    return round(multiply_adds / seconds) if multiply_adds else None


def _layer(class_name: str, **config: Any) -> dict[str, Any]:
    return {"class_name": class_name, "config": config}
