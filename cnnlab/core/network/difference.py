"""Two networks layer by layer: which of their layers stand beside each other, and in what they differ."""

from collections import Counter
from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Any, NamedTuple

from cnnlab.core.network.rows import Row
from cnnlab.core.network.table import Network

COMPARED = ("class_name", "output_shapes", "parameters", "multiply_adds", "receptive_field")


class Pair(NamedTuple):
    """A row of one network and that of the other beside it; None where the other has no such layer."""

    left: Row | None
    right: Row | None

    @property
    def differing(self) -> frozenset[str]:
        """In which of COMPARED the two differ: in all where one of them is missing."""
        if self.left is None or self.right is None:
            return frozenset(COMPARED)
        return frozenset(name for name in COMPARED if _seen(self.left, name) != _seen(self.right, name))


def _seen(row: Row, name: str) -> Any:
    """A value as a reader compares it; of a receptive field that is its size."""
    field = row.receptive_field
    return (field and field.size) if name == "receptive_field" else getattr(row, name)


def paired(left: Sequence[Row], right: Sequence[Row]) -> list[Pair]:
    """The rows of two networks beside each other, by the order of their classes.

    As many rows as possible stand beside one of the same class; where others stand between them, one stands beside
    the other.

    >>> conv, pool, dense = (Row(name, name, ((1,),), 0, 0, 0, None) for name in ("Conv2D", "MaxPooling2D", "Dense"))
    >>> pairs = paired([conv, pool, dense], [conv, dense])
    >>> [(pair.left and pair.left.name, pair.right and pair.right.name) for pair in pairs]
    [('Conv2D', 'Conv2D'), ('MaxPooling2D', None), ('Dense', 'Dense')]
    """
    first, second = ([row.class_name for row in rows] for rows in (left, right))
    blocks = SequenceMatcher(None, first, second, autojunk=False).get_opcodes()
    return [
        Pair(*rows)
        for _, start, end, other_start, other_end in blocks
        for rows in zip_longest(left[start:end], right[other_start:other_end])
    ]


def idle_biases(network: Network) -> int:
    """How many biases of convolutions are added right before a batch normalization, which subtracts them again.

    It subtracts the mean of each channel, and a bias is part of that (Ioffe and Szegedy 2015, section 3.2).

    >>> from cnnlab.core.network.famous import famous
    >>> idle_biases(famous("ResNet50"))
    26560
    """
    readers = Counter(tensor for layer in network.layers for call in layer.calls for tensor in call.tensors)
    normalized = {
        tensor.layer
        for layer in network.layers
        if layer.class_name == "BatchNormalization"
        for call in layer.calls
        for tensor in call.tensors
        if readers[tensor] == 1
    }
    biased = {
        layer.name
        for layer in network.layers
        if layer.name in normalized and "Conv" in layer.class_name and layer.config.get("use_bias", True)
    }
    channels = 0 if "channels_first" in network.formats else -1
    return sum(row.output_shape[channels] for row in network.table() if row.name in biased)
