"""A network that gives each pixel a class: its input, its compiled run, its output as probabilities."""

from collections.abc import Sequence
from functools import cache
from itertools import groupby
from typing import Any

import keras
import numpy as np
from keras import ops

from cnnlab.core.errors import N_
from cnnlab.nets import device
from cnnlab.nets.channel_axis import channel_axes, input_axis
from cnnlab.nets.gradients import compiled
from cnnlab.nets.graph import Graph, Source
from cnnlab.nets.segmentation.errors import SegmentationError
from cnnlab.nets.segmentation.fitting import checked, fitted
from cnnlab.nets.segmentation.reading import reader
from cnnlab.nets.segmentation.sizes import input_size, output_size


class SegmentationNetwork:
    """Run a Keras model from one picture to a class for each pixel; compiled once for each shape of its input.

    The model takes 0 to 255 with one or three channels, and ends in softmax, in scores, or in one channel with or
    without a sigmoid. Its input may be open in height and width, its channels first or last, its output a list of one.
    Raises SurgeryError if the model is not a graph of layers with one input and one output, SegmentationError if its
    output is no map or does not cover the picture.
    """

    def __init__(self, model: keras.Model):
        self.graph = Graph(model)
        self.axis = input_axis(self.graph)
        self.output_axis = _output_axis(self.graph)
        self.channels = model.inputs[0].shape[self.axis]
        if self.channels not in (1, 3):
            raise SegmentationError(
                N_("The model takes pictures of {channels} channels. Choose one that takes grey or RGB pictures."),
                channels=str(self.channels),
            )
        self._read = reader(self.graph)
        runner = Runner(self.graph, [self.graph.output])
        self._run = compiled(lambda pictures: runner(pictures, training=False))

    def input(self, image: Any) -> np.ndarray:
        """Return a picture (height, width, 3), or a grey one, as the network takes it, without a batch axis."""
        pixels = checked(image)
        rows, columns = input_size(self.graph, self.axis, self.output_axis, pixels.shape[:2])
        stretched = fitted(pixels, rows, columns, self.channels)
        return stretched if self.axis == 3 else np.moveaxis(stretched, -1, 0)

    def output_size(self, shape: tuple[int, ...]) -> tuple[int, int]:
        """Return the rows and columns of the output for an input of this shape, without its batch axis."""
        size = shape[:2] if self.axis == 3 else shape[1:]
        rows, columns = output_size(self.graph, self.axis, self.output_axis, size) or size
        return rows, columns

    def probabilities(self, inputs: np.ndarray) -> np.ndarray:
        """Return float32 (batch, rows, columns, classes) for a batch of inputs."""
        [output] = self._run(inputs)
        return self.read(ops.convert_to_numpy(output))

    def read(self, output: np.ndarray) -> np.ndarray:
        """Turn an output of the graph into probabilities, channels last."""
        return self._read(output if self.output_axis == 3 else np.moveaxis(output, self.output_axis, -1))

    def run(self, inputs: Sequence[np.ndarray], batch: int = 1) -> list[np.ndarray]:
        """Return the probabilities (rows, columns, classes) of inputs, those of one shape in batches of this size.

        The rest runs one by one, so that nothing is compiled for further sizes.
        """
        found: list[np.ndarray] = []
        for _, same in groupby(inputs, key=np.shape):
            rest = list(same)
            while rest:
                size = batch if len(rest) >= batch else 1
                found += list(self.probabilities(np.stack(rest[:size])))
                rest = rest[size:]
        return found

    def __call__(self, image: Any) -> np.ndarray:
        """Return the probabilities (rows, columns, classes) of a picture of any size."""
        [found] = self.run([self.input(image)])
        return found


@cache
def batch_size() -> int:
    """How many pictures to run at once: on the processor more than four took longer a picture."""
    return 16 if device.describe().kind == "GPU" else 4


class Runner(keras.layers.Layer):  # type: ignore[misc]  # Keras has no type stubs
    """Runs a model's graph on the same layers and weights, in inference mode; returns the given tensors, float32."""

    def __init__(self, graph: Graph, wanted: Sequence[Source]):
        super().__init__(name="runner")
        self.inner, self.graph, self.wanted = graph.model, graph, tuple(wanted)
        self.built = True

    def call(self, pictures: Any, training: bool = False) -> list[Any]:
        """Layers whose call recorded no `training` get it through Keras's call context."""
        values = self.graph.run(pictures)
        return [ops.cast(values[source], "float32") for source in self.wanted]


def _output_axis(graph: Graph) -> int:
    shape = tuple(graph.model.outputs[0].shape)
    axis = channel_axes(graph).get(graph.output[0]) if len(shape) == 4 else None
    if axis is None or shape[axis] is None:
        raise SegmentationError(
            N_(
                "The model {name} outputs {shape}, not a map of (rows, columns, classes) for each picture. Choose a "
                "network for segmentation."
            ),
            name=graph.model.name,
            shape=str(shape),
        )
    return axis
