"""The nodes and edges of a drawing: which layers are drawn as parts of the one before them, and what is a skip."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import reduce
from operator import or_

from cnnlab.core.network.graph import Shape
from cnnlab.core.network.kinds import FOLLOWING
from cnnlab.core.network.productive import State
from cnnlab.core.network.spans import Sight


@dataclass(frozen=True)
class Node:
    """One call of a layer.

    `row` is the name of its row in the table, `window` the size of its window and its strides where there are any;
    `sight` is what its units see, and `gated` says that the whole picture counts besides. `part_of` is the node that
    it is drawn as a part of, an activation behind its convolution, or the node itself. `block` counts the blocks that
    are repeated with maps of the same size, or is None; `first` is the node at the same place in the first repetition.
    """

    row: str
    class_name: str
    window: str
    shape: Shape | None  # without the batch axis
    memory: int | None  # bytes of the output for one picture, in float32
    sight: Sight
    gated: bool
    state: State | None  # whether it sees more than its input, where its window is larger than a cell
    part_of: int
    first: int
    block: int | None = None
    repetition: int = 0


@dataclass(frozen=True)
class Edge:
    """A tensor that goes from one node to another, whole numbers as in `Plan.nodes`.

    A `skip` passes beside a longer way between the same two nodes.
    """

    source: int
    target: int
    skip: bool


def joined_nodes(nodes: list[Node], sources: list[list[int]]) -> list[Node]:
    """The nodes with what they are parts of: a layer that follows another one alone, and keeps its shape."""
    consumers = Counter(source for given in sources for source in given)
    joined: list[Node] = []
    for node, given in zip(nodes, sources, strict=True):
        before = joined[given[0]] if len(given) == 1 else None
        if before and consumers[given[0]] == 1 and _follows(node, before):
            node = replace(node, part_of=before.part_of)
        joined.append(node)
    return joined


def _follows(node: Node, before: Node) -> bool:
    same_place = (node.block, node.repetition) == (before.block, before.repetition)
    alike = (node.class_name == "InputLayer") == (before.class_name == "InputLayer")
    return node.class_name in FOLLOWING and same_place and alike and node.shape == before.shape


def edges_between(nodes: list[Node], sources: list[list[int]]) -> Iterator[Edge]:
    """The edges between the nodes that are no parts."""
    before: dict[int, list[int]] = {}  # of each such node, those that it takes its inputs from
    for index, (node, given) in enumerate(zip(nodes, sources, strict=True)):
        found = before.setdefault(node.part_of, [])
        found += [base for source in given if (base := nodes[source].part_of) != nodes[index].part_of]
    ancestors: dict[int, int] = {}  # of each node, itself among them, as bits
    for target, given in before.items():
        ancestors[target] = reduce(or_, (ancestors[source] for source in given), 1 << target)
        for source in dict.fromkeys(given):
            others = (ancestors[other] for other in given if other != source)
            yield Edge(source, target, any(bits >> source & 1 for bits in others))
