"""What a network computes on its way down, at its bottleneck and on its way up, as small pictures."""

from typing import Any

import numpy as np
from keras import ops

from cnnlab.core.requests import Stage
from cnnlab.nets.channel_axis import channel_axes
from cnnlab.nets.gradients import compiled
from cnnlab.nets.graph import Graph
from cnnlab.nets.segmentation.bottleneck import bottleneck, label, sizes, skips
from cnnlab.nets.segmentation.network import Runner, SegmentationNetwork

SHOWN = 8  # channels of a stage
LARGEST = 128  # rows and columns of a picture of a channel
FEW = 20  # layers with weights: so many are shown one by one


class Stages:
    """Compute the stages of a network for a picture; compiled once.

    A network of few layers has a stage for each layer with weights. Of others these are, on the way down, the maps that
    skip connections pass on, else the last ones of a size; the bottleneck; on the way up the last maps of each size;
    and the output. Raises SegmentationError if the network has no bottleneck.
    """

    def __init__(self, network: SegmentationNetwork):
        self._graph = graph = network.graph
        self._axes = channel_axes(graph)
        self._bottom = bottleneck(graph)
        self._joins = {skip.source: label(graph, skip.into) for skip in reversed(skips(graph))}
        self._steps = _few(graph) or _chosen(graph, self._bottom, set(self._joins))
        runner = Runner(graph, [(at, 0) for at in self._steps])
        self._run = compiled(lambda pictures: runner(pictures, training=False))

    def __call__(self, picture: np.ndarray) -> tuple[Stage, ...]:
        """Return the stages for one picture as the network takes it, in the order in which they are computed."""
        outputs = self._run(picture[None])
        return tuple(self._stage(at, output) for at, output in zip(self._steps, outputs, strict=True))

    def _stage(self, at: int, output: Any) -> Stage:
        maps = np.moveaxis(ops.convert_to_numpy(output)[0], self._axes[at] - 1, 0)
        channels = np.argsort(-maps.var(axis=(1, 2)), kind="stable")[:SHOWN]
        return Stage(
            name=label(self._graph, at),
            kind=type(self._graph.steps[at].operation).__name__,
            shape=(*maps.shape[1:], len(maps)),
            role="down" if at < self._bottom else "bottom" if at == self._bottom else "up",
            channels=tuple(channels.tolist()),
            maps=np.stack([_picture(maps[channel]) for channel in channels]),
            joins=self._joins.get(at, ""),
        )


def _few(graph: Graph) -> list[int]:
    """The steps of layers with weights if there are few, else none."""
    steps = [at for at in sizes(graph) if graph.steps[at].operation.weights]
    return steps if len(steps) <= FEW else []


def _chosen(graph: Graph, bottom: int, sources: set[int]) -> list[int]:
    known = sizes(graph)
    first = min(at for at in known if graph.steps[at].operation.weights)
    output = graph.output[0]
    passed_on = {known[at] for at in sources if at in known}
    last: dict[tuple[bool, tuple[int, int]], int] = {}
    for at, size in known.items():
        if first <= at < bottom and size not in passed_on and size != known[bottom]:
            last[True, size] = at
        if bottom < at < output:
            last[False, size] = at
    return sorted({*last.values(), *(sources & known.keys()), bottom, output})


def _picture(values: np.ndarray) -> np.ndarray:
    """Stretch a channel (rows, columns) from its smallest value to its largest, over 0 to 255; 0 if all are equal."""
    step = max(1, -(-max(values.shape) // LARGEST))
    rows, columns = (size // step * step for size in values.shape)
    if step > 1 and rows and columns:
        values = values[:rows, :columns].reshape(rows // step, step, columns // step, step).mean(axis=(1, 3))
    low, high = float(values.min()), float(values.max())
    return np.asarray((values - low) * (255 / (high - low or 1))).round().astype(np.uint8)
