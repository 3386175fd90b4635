"""What an ascent climbs: the mean of a channel of a layer, or the logit of a class."""

from typing import Any

import keras
from keras import layers, ops

from cnnlab.core.errors import N_
from cnnlab.core.filters import AscentError
from cnnlab.nets.channel_axis import channel_axes, input_axis
from cnnlab.nets.filters.rectifiers import before_relu, ceiling, redirected_relu
from cnnlab.nets.graph import Graph, Step
from cnnlab.nets.layer_variants import without_stride
from cnnlab.nets.surgery import Scored, find_map

BORDER = 2  # cells at each edge of a map that do not count: padding leaves traces there
LEVELS = 255.0  # a model takes 0 to 255
NOWHERE = -1  # in the place of a step, where the classes are climbed


class Target(layers.Layer):  # type: ignore[misc]  # Keras has no type stubs
    """Maps pictures (batch, height, width, 3) in [0, 1] and a filter for each to scores (batch,), float32.

    With a layer a score is the mean of the filter's channel, without the BORDER cells at each edge (fewer where the
    map is smaller than 5 cells); the network runs no further than that layer. Without, it is the logit of a class, -z
    or z for one sigmoid unit. With `redirect`, ReLUs that block everything let gradients through. Raises SurgeryError
    as cnnlab.nets.surgery.open_at, AscentError if the model does not take colour pictures.
    """

    def __init__(self, model: keras.Model, layer: str | None):
        super().__init__(name="target")
        self.graph = Graph(model)
        self.first = input_axis(self.graph) == 1
        self.scored: Scored | None = None
        self.at = NOWHERE
        shape = tuple(model.inputs[0].shape[1:])
        if len(shape) != 3 or shape[0 if self.first else 2] != 3:
            raise AscentError(
                N_("The model {name} takes {shape}, not pictures with three colours. Choose another model."),
                name=model.name,
                shape=str(shape),
            )
        if layer is None:
            self.scored = Scored(self.graph)
            self.label, self.count = "", max(2, self.scored.units)
        else:
            self.at, self.label = find_map(self.graph, layer)
            self.axis = channel_axes(self.graph)[self.at]
            self.count = int((self.graph.steps[self.at].shape or (0,) * 4)[self.axis] or 0)
        self.built = True

    @property
    def rectified(self) -> bool:
        """Whether the layer ends in a ReLU, so that a channel can be 0 everywhere."""
        return self.at != NOWHERE and ceiling(self.graph.steps[self.at])[0]

    def call(self, pictures: Any, filters: Any, redirect: bool = False, training: bool = False) -> Any:
        """Layers whose call recorded no `training` get it through Keras's call context."""
        chosen = ops.one_hot(filters, self.count)  # (batch, filters)
        maps = self._run(pictures, redirect, False)
        if self.scored:
            logits = ops.concatenate([-maps, maps], axis=-1) if maps.shape[-1] == 1 else maps
            return ops.sum(logits * chosen, axis=-1)
        if maps.shape[0] == 1 and None not in maps.shape:  # one channel is cut out, which is quicker
            channel = ops.slice(maps, (0, 0, 0, filters[0]), (*maps.shape[:3], 1))[..., 0]
        else:
            channel = ops.squeeze(ops.matmul(maps, chosen[:, None, :, None]), axis=-1)  # (batch, rows, columns)
        cuts = [min(BORDER, (side - 1) // 2) for side in channel.shape[1:]]
        rows, columns = (slice(cut, -cut or None) for cut in cuts)
        return ops.mean(channel[:, rows, columns], axis=(1, 2))

    def peaks(self, pictures: Any) -> Any:
        """The largest value of each channel before the layer's ReLU: (batch, filters)."""
        return ops.max(self._run(pictures, False, True), axis=(1, 2))

    def _run(self, pictures: Any, redirect: bool, linear: bool) -> Any:
        def visit(at: int, step: Step, call: Any, *args: Any, **kwargs: Any) -> Any:
            rectified, high = ceiling(step)
            if rectified and (redirect or (linear and at == self.at)) and call is step.operation:
                before = without_stride(step.operation, before_relu(step))(*args, **kwargs)
                return redirected_relu(before, high) if redirect else before
            return without_stride(step.operation, call)(*args, **kwargs)

        def plain(at: int, step: Step, *args: Any, **kwargs: Any) -> Any:
            return visit(at, step, step.operation, *args, **kwargs)

        inputs = LEVELS * (ops.moveaxis(pictures, -1, 1) if self.first else pictures)
        if self.scored:
            return ops.cast(self.scored.run(inputs, visit)[0], "float32")
        maps = ops.cast(self.graph.run(inputs, plain, self.at)[self.at, 0], "float32")
        return ops.moveaxis(maps, 1, -1) if self.axis == 1 else maps
