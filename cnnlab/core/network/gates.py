"""Gates: tensors made of global pooling alone, which tell nothing about a place in the picture.

Multiplied with feature maps, such a tensor weighs whole channels, as in squeeze-and-excitation (Hu, Shen, Sun 2018).
"""

from collections.abc import Sequence

from cnnlab.core.network import operations
from cnnlab.core.network.graph import Layer

POOLING = tuple(f"Global{kind}Pooling{rank}D" for kind in ("Max", "Average") for rank in (1, 2, 3))


def is_pooled(layer: Layer, inputs_pooled: Sequence[bool], channels_first: bool) -> bool:
    """Whether the output of a call is made of global pooling alone, given which of its inputs are."""
    return _pools(layer, channels_first) or (bool(inputs_pooled) and all(inputs_pooled))


def gates(layer: Layer, inputs_pooled: Sequence[bool]) -> list[bool]:
    """Which inputs of a call are gates; none if all of them are made of global pooling."""
    multiplies = layer.class_name == "Multiply" and not all(inputs_pooled)
    return [multiplies and pooled for pooled in inputs_pooled]


def _pools(layer: Layer, channels_first: bool) -> bool:
    """Whether a layer or operation reduces all positions of a picture to one."""
    if layer.class_name in POOLING and not layer.custom:
        return True
    axis = layer.config.get("axis")
    reduces = layer.operation and layer.class_name in operations.REDUCING
    all_positions = ({2, 3}, {-2, -1}) if channels_first else ({1, 2}, {-3, -2})
    return reduces and isinstance(axis, list | tuple) and set(axis) in all_positions
