"""The Keras layers that each item of a list stands for, and which of them takes whose output."""

import re
from collections import Counter
from typing import Any, NamedTuple

from cnnlab.core.network.building.kinds import RESIDUAL, Item


class Part(NamedTuple):
    """A layer of an item; `takes` are its inputs: 0 is the item's input, 1 the output of the item's first layer."""

    class_name: str
    config: dict[str, Any]
    takes: tuple[int, ...]


def parts(item: Item) -> list[Part]:
    """The layers of an item; the output of the last is the item's.

    >>> [(part.class_name, part.takes) for part in parts(Item("Flatten", ()))]
    [('Flatten', (0,))]
    """
    if item.kind == RESIDUAL:
        return _residual(**item.by_name)
    config = {"rate": item.by_name["percent"] / 100} if item.kind == "Dropout" else item.by_name
    return [Part(item.kind, config, (0,))]


def _residual(filters: int, strides: int, projection: bool) -> list[Part]:
    """The block of ResNet-18 and -34, ReLU(F(x) + x) (He et al. 2016, figure 2); a projection is their option B."""
    block = [
        _convolution(filters, 3, strides, 0),
        Part("BatchNormalization", {}, (1,)),
        Part("Activation", {"activation": "relu"}, (2,)),
        _convolution(filters, 3, 1, 3),
        Part("BatchNormalization", {}, (4,)),
    ]
    if projection:
        block += [_convolution(filters, 1, strides, 0), Part("BatchNormalization", {}, (6,))]
    shortcut = len(block) if projection else 0
    return [*block, Part("Add", {}, (5, shortcut)), Part("Activation", {"activation": "relu"}, (len(block) + 1,))]


def _convolution(filters: int, kernel_size: int, strides: int, takes: int) -> Part:
    config = {"filters": filters, "kernel_size": kernel_size, "strides": strides, "padding": "same", "use_bias": False}
    return Part("Conv2D", config, (takes,))


class Names:
    """The names that Keras gives layers one after the other in a new session: conv2d, conv2d_1.

    >>> names = Names()
    >>> [names.next(class_name) for class_name in ("MaxPooling2D", "Conv2D", "Conv2D")]
    ['max_pooling2d', 'conv2d', 'conv2d_1']
    """

    def __init__(self) -> None:
        self._taken: Counter[str] = Counter()

    def next(self, class_name: str) -> str:
        """The name of the next layer of a class."""
        words = re.sub(r"(.)([A-Z][a-z]+)", r"\1_\2", class_name)
        name = re.sub(r"([a-z])([A-Z])", r"\1_\2", words).lower()
        count = self._taken[name]
        self._taken[name] += 1
        return f"{name}_{count}" if count else name
