"""A network whose skip connections are switched off: zeros in place of what they pass on."""

from collections.abc import Collection
from typing import Any

import keras
import numpy as np
from keras import ops, tree

from cnnlab.core.errors import N_
from cnnlab.nets.gradients import compiled
from cnnlab.nets.graph import Graph, Step, run_step
from cnnlab.nets.segmentation.bottleneck import Skip, label, skips
from cnnlab.nets.segmentation.errors import SegmentationError
from cnnlab.nets.segmentation.network import SegmentationNetwork


class Skipping:
    """Run a network without some of its skip connections; compiled once for all choices of them.

    `names` are the layers whose outputs the connections pass on. A network without any has no names.
    """

    def __init__(self, network: SegmentationNetwork):
        self._network = network
        found = skips(network.graph)
        self.names = tuple(dict.fromkeys(label(network.graph, skip.source) for skip in found))
        runner = _Runner(network.graph, found, [self.names.index(label(network.graph, skip.source)) for skip in found])
        self._run = compiled(lambda pictures, kept: runner(pictures, kept, training=False))

    def __call__(self, inputs: np.ndarray, without: Collection[str]) -> np.ndarray:
        """Return the probabilities (batch, rows, columns, classes) without the named ones.

        Raises SegmentationError for a name that is not in `names`.
        """
        unknown = set(without) - set(self.names)
        if unknown:
            raise SegmentationError(
                N_("The network has no skip connection from {asked}. Its skip connections come from {known}."),
                asked=", ".join(sorted(unknown)),
                known=", ".join(self.names) or "-",
            )
        kept = np.array([name not in without for name in self.names], bool)
        return self._network.read(ops.convert_to_numpy(self._run(inputs, kept)))


class _Runner(keras.layers.Layer):  # type: ignore[misc]  # Keras has no type stubs
    def __init__(self, graph: Graph, found: list[Skip], switches: list[int]):
        super().__init__(name="skipping")
        self.inner, self.graph = graph.model, graph
        self.arguments: dict[int, list[tuple[int, int]]] = {}
        for skip, switch in zip(found, switches, strict=True):
            self.arguments.setdefault(skip.into, []).append((skip.place, switch))
        self.built = True

    def call(self, pictures: Any, kept: Any, training: bool = False) -> Any:
        """`kept` has a bool for each name. Layers whose call recorded no `training` get it through Keras's context."""

        def visit(at: int, step: Step, *args: Any, **kwargs: Any) -> Any:
            values = tree.flatten((args, kwargs))
            tensors = [index for index, value in enumerate(values) if ops.is_tensor(value)]
            for place, switch in self.arguments.get(at, ()):
                value = values[tensors[place]]
                values[tensors[place]] = ops.where(kept[switch], value, ops.zeros_like(value))
            args, kwargs = tree.pack_sequence_as((args, kwargs), values)
            return run_step(at, step, *args, **kwargs)

        return ops.cast(self.graph.run(pictures, visit)[self.graph.output], "float32")
