"""What every unit of a feature map sees, from what few of them see."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from cnnlab.core.network.graph import Graph, Layer
from cnnlab.core.network.table import Network
from cnnlab.core.network.tracing import Intervals, Trace

NOT_SEPARATE = ("Reshape", "Permute", "ZeroPadding1D", "ZeroPadding2D", "ZeroPadding3D")

FLATTENING = "Flatten"  # of a map: what has two axes or more comes before it


def seen(
    network: Network, layer: str, input_shape: Sequence[int] | None = None
) -> tuple[NDArray[np.int64], ...] | None:
    """Return the input cells that every unit of a layer depends on: an array (units, 2) for each axis of the picture.

    The unit (row, column) sees `rows[row]` and `columns[column]`, (first, end) each, as `Network.sees` says of it.

    Windows, enlarging and merging treat each axis by itself and keep the order of the cells, so that between two units
    that see the same, all others do too: few are traced. None for a network with a layer of another kind: one that
    rearranges positions, concatenates maps along an axis of the picture, or may add cells that no input cell reaches.
    Raises NetworkError as `sees` does.

    >>> from cnnlab.core.network import read
    >>> pool = {"class_name": "MaxPooling2D", "config": {"name": "pool", "pool_size": 2}}
    >>> layers = [{"class_name": "InputLayer", "config": {"batch_shape": [None, 4, 6, 1], "name": "input"}}, pool]
    >>> rows, columns = seen(read({"class_name": "Sequential", "config": {"name": "small", "layers": layers}}), "pool")
    >>> rows.tolist(), columns.tolist()
    ([[0, 2], [2, 4]], [[0, 2], [2, 4], [4, 6]])
    """
    channels_first = "channels_first" in network.formats
    if not all(_keeps_order(inner, channels_first) for inner in _layers(network) if inner.class_name != FLATTENING):
        return None
    trace = network.trace(input_shape)
    sizes = trace.sizes(layer)
    if len(sizes) < 2 and any(inner.class_name == FLATTENING for inner in _layers(network)):
        return None
    found = _diagonal(trace, layer, sizes)
    return tuple(np.array([found[at][axis] for at in range(size)]) for axis, size in enumerate(sizes))


def _diagonal(trace: Trace, layer: str, sizes: tuple[int, ...]) -> dict[int, Intervals]:
    """What the units (0, 0), (1, 1), ... see; on a shorter axis the last one is repeated."""

    def at(index: int) -> Intervals:
        return trace.sees(layer, [min(index, size - 1) for size in sizes])

    last = max(sizes) - 1
    known = {0: at(0), last: at(last)}
    open_ranges = [(0, last)]
    while open_ranges:
        low, high = open_ranges.pop()
        if known[low] == known[high]:
            known |= dict.fromkeys(range(low, high), known[low])
        elif high - low > 1:
            middle = (low + high) // 2
            known[middle] = at(middle)
            open_ranges += [(low, middle), (middle, high)]
    return known


def _layers(graph: Graph) -> Iterator[Layer]:
    for layer in graph.layers:
        yield layer
        if layer.nested:
            yield from _layers(layer.nested)


def _keeps_order(layer: Layer, channels_first: bool) -> bool:
    if layer.class_name == "Concatenate":
        return layer.config.get("axis", 0 if layer.operation else -1) == -1 and not channels_first
    if "Transpose" in layer.class_name and not layer.operation:
        return _most(layer.config.get("strides", 1)) <= _least(layer.config.get("kernel_size", 1))
    return layer.class_name not in NOT_SEPARATE


def _most(value: int | Sequence[int]) -> int:
    return value if isinstance(value, int) else max(value)


def _least(value: int | Sequence[int]) -> int:
    return value if isinstance(value, int) else min(value)
