"""What two ways to build a layer cost: separable against ordinary, one large kernel against three small ones."""

from dataclasses import dataclass
from typing import Any

from cnnlab.core.layers.describe import describe
from cnnlab.core.layers.receptive_field import ReceptiveField, of_input, through


def separable_and_ordinary(layer: dict[str, Any], input_shape: tuple[int, ...]) -> tuple[int, int]:
    """Return the weights, without biases, of a SeparableConv2D and of the Conv2D with the same arguments.

    >>> layer = {"class_name": "SeparableConv2D", "config": {"filters": 64, "kernel_size": 3}}
    >>> separable_and_ordinary(layer, (32, 32, 64))
    (4672, 36864)
    """
    config = layer["config"] | {"use_bias": False}
    ordinary = {name: value for name, value in config.items() if name != "depth_multiplier"}
    separable = describe({"class_name": "SeparableConv2D", "config": config}, input_shape)
    return separable.parameters, describe({"class_name": "Conv2D", "config": ordinary}, input_shape).parameters


@dataclass(frozen=True)
class Stack:
    """Convolution layers on top of each other: the weights of all, and the receptive field of the last."""

    parameters: int
    receptive_field: int


def stacked(kernel_size: int, depth: int, channels: int) -> Stack:
    """Return the cost of `depth` square convolutions with as many channels in as out, without biases, stride 1.

    >>> stacked(7, 1, 64), stacked(3, 3, 64)
    (Stack(parameters=200704, receptive_field=7), Stack(parameters=110592, receptive_field=7))
    """
    config = {"filters": channels, "kernel_size": kernel_size, "use_bias": False, "padding": "same"}
    facts = describe({"class_name": "Conv2D", "config": config}, (32, 32, channels))
    field: ReceptiveField | None = of_input(2)
    for _ in range(depth):
        field = through(field, facts)
    assert field
    return Stack(depth * facts.parameters, field.size[0])
