"""A network as blocks, equal neighbours folded into one with its count: "x 6".

Blocks are found by the graph alone: a network is cut wherever every path goes through one tensor. What lies between two
cuts is one piece, a single layer or branches with their merge; the shortest sequence of pieces that is repeated at once
with the same settings and the same connections is folded.
"""

import json
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from cnnlab.core.layers.describe import WEIGHTED
from cnnlab.core.network.graph import Graph, Layer, Tensor

NOT_SETTINGS = ("name", "seed", "dtype", "trainable", "rate")  # equal layers may differ in them; a rate is of dropout
LONGEST = 100  # pieces of a block; those of Keras's networks have at most 30


@dataclass(frozen=True)
class Block:
    """The names of the layers of each repetition, in the order of computation; `layers` are those of the first."""

    repetitions: tuple[tuple[str, ...], ...]

    @property
    def count(self) -> int:
        """How many times the block comes in a row."""
        return len(self.repetitions)

    @property
    def layers(self) -> tuple[str, ...]:
        """The layers of the first repetition."""
        return self.repetitions[0]


def folded(graph: Graph) -> list[Block]:
    """The blocks of a network, those nested in it as single layers; together they have each call of a layer once.

    >>> from cnnlab.core.network import read
    >>> pool = {"class_name": "MaxPooling2D", "config": {"pool_size": 2}}
    >>> conv = {"class_name": "Conv2D", "config": {"filters": 8, "kernel_size": 3, "padding": "same"}}
    >>> names = ("conv1", "pool1", "conv2", "pool2", "conv3")
    >>> layers = [
    ...     {"class_name": kind["class_name"], "config": kind["config"] | {"name": name}}
    ...     for name, kind in zip(names, (conv, pool, conv, pool, conv))
    ... ]
    >>> [(block.layers, block.count) for block in folded(read({"name": "small", "layers": layers}))]
    [(('conv1', 'pool1'), 2), (('conv3',), 1)]
    """
    pieces = list(_pieces(graph))
    layers = {layer.name: layer for layer in graph.layers}
    marks = [_mark(layers, piece) for piece in pieces]
    places = defaultdict(list)
    for index, mark in enumerate(marks):
        places[mark].append(index)
    blocks, start = [], 0
    while start < len(pieces):
        length, count = _repetition(marks, places[marks[start]], start)
        first = _beginning(pieces[start : start + length], layers) if count > 1 else 0
        end = start + length * count
        if first and marks[start : start + first] == marks[end : end + first]:  # repeated as often from there on
            length, count = first, 1
        repetitions = (pieces[start + index * length : start + (index + 1) * length] for index in range(count))
        blocks.append(Block(tuple(tuple(at.layer for piece in one for at in piece) for one in repetitions)))
        start += length * count
    return blocks


def _pieces(graph: Graph) -> Iterator[list[Tensor]]:
    """The calls between two cuts, in the order of computation."""
    last_use: dict[Tensor, int] = {}
    layers = {layer.name: layer for layer in graph.layers}
    for index, at in enumerate(graph.order):
        for tensor in layers[at.layer].calls[at.call].tensors:
            last_use[tensor] = index
    for tensor in graph.outputs:
        last_use[tensor] = len(graph.order)
    made, ends = defaultdict(list), Counter(last_use.values())
    for tensor in last_use:
        made[tensor.first].append(tensor)
    live = sum(tensor in last_use for tensor in graph.inputs)
    piece: list[Tensor] = []
    for index, at in enumerate(graph.order):
        piece.append(at)
        live += len(made[at]) - ends[index]
        if live <= 1:
            yield piece
            piece = []
    if piece:
        yield piece


def _mark(layers: dict[str, Layer], piece: list[Tensor]) -> str:
    """What a piece has in common with an equal one: the settings of its layers and how they are connected."""
    place = {at: index for index, at in enumerate(piece)}
    described = []
    for at in piece:
        call = layers[at.layer].calls[at.call]
        sources = [(place.get(tensor.first, -1), tensor.output) for tensor in call.tensors]
        described.append([_settings(layers[at.layer]), at.call, sources])
    return json.dumps(described, sort_keys=True, default=str)


def _settings(layer: Layer) -> list[Any]:
    settings = {key: value for key, value in layer.config.items() if key not in NOT_SETTINGS}
    return [layer.class_name, layer.custom, settings]


def _beginning(pieces: Sequence[list[Tensor]], layers: dict[str, Layer]) -> int:
    """The index of the piece that a reader would call the beginning: the first with branches, or else with weights."""
    branched = [index for index, piece in enumerate(pieces) if len(piece) > 1]
    weighted = [index for index, piece in enumerate(pieces) if layers[piece[0].layer].class_name in WEIGHTED]
    return (branched or weighted or [0])[0]


def _repetition(marks: Sequence[str], places: Sequence[int], start: int) -> tuple[int, int]:
    """The length and the count of the repetition that begins here and covers most; the shortest of these.

    `places` are those of the mark at `start`: a second repetition can begin at these alone. A repetition has at most
    LONGEST pieces, so that the time grows in proportion to the size of the network.
    """
    best, most = (1, 1), len(marks) - start
    for again in places[bisect_right(places, start) :]:
        length = again - start
        if length > LONGEST or 2 * length > most or best[0] * best[1] == most:
            break
        count = 1 + _common(marks, start, again) // length
        if count > 1 and count * length > best[0] * best[1]:
            best = (length, count)
    return best


def _common(marks: Sequence[str], one: int, other: int) -> int:
    """How many marks from one place on, and from another one after it, are the same."""
    length = 0
    while other + length < len(marks) and marks[one + length] == marks[other + length]:
        length += 1
    return length
