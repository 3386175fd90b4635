"""Where a network for segmentation is at its smallest, and which connections lead around that."""

from dataclasses import dataclass

from keras import layers

from cnnlab.core.errors import N_
from cnnlab.nets.channel_axis import channel_axes
from cnnlab.nets.graph import Graph
from cnnlab.nets.segmentation.errors import SegmentationError


@dataclass(frozen=True)
class Skip:
    """A connection from the step `source` before the bottleneck to the argument `place` of the step `into` after it."""

    source: int
    into: int
    place: int


def sizes(graph: Graph) -> dict[int, tuple[int, int]]:
    """Return the rows and columns of each step whose output is a map of known size, by the step's index."""
    found = {}
    for at, axis in channel_axes(graph).items():
        shape = graph.steps[at].shape or ()
        rows = 1 if axis == 3 else 2
        if None not in shape[rows : rows + 2]:
            found[at] = (shape[rows], shape[rows + 1])
    return found  # type: ignore[return-value]  # without None


def bottleneck(graph: Graph) -> int:
    """Return the step whose output is the bottleneck: the last of the smallest size, larger than one cell.

    A transposed convolution is already on the way up. Raises SegmentationError if no size is known or all are the same.
    """
    known = {at: size for at, size in sizes(graph).items() if size != (1, 1)}
    areas = {at: rows * columns for at, (rows, columns) in known.items()}
    if not areas or min(areas.values()) == max(areas.values()):
        raise SegmentationError(
            N_("The model {name} has no layer with a smaller output than the others. Name the layer to explain."),
            name=graph.model.name,
        )
    smallest = [at for at, area in areas.items() if area == min(areas.values())]
    down = [at for at in smallest if not isinstance(graph.steps[at].operation, layers.Conv2DTranspose)]
    return (down or smallest)[-1]


def skips(graph: Graph) -> list[Skip]:
    """Return the connections that lead around the bottleneck, in the order of the steps that they lead to."""
    bottom = bottleneck(graph)
    return [
        Skip(source, at, place)
        for at, step in enumerate(graph.steps)
        for place, (source, _) in enumerate(step.sources)
        if at > bottom > source >= 0
    ]


def label(graph: Graph, at: int) -> str:
    """Return the name under which a step's layer is known."""
    return next(name for name, indices in graph.labels.items() if at in indices)
