"""Why a network gives the pixels of a region their class: SegGradCAM, and Seg-Eigen-CAM.

Vinogradova, Dibrov, Myers, "Towards Interpretable Semantic Segmentation via Gradient-weighted Class Activation Mapping"
(2020): Grad-CAM of the sum of a class's logits over a region, in place of a classifier's one logit.
"""

from collections.abc import Callable
from typing import Any, cast

import numpy as np
from keras import ops

from cnnlab.core.errors import N_
from cnnlab.core.requests import RegionExplanation, RegionMethod
from cnnlab.nets.ending import check
from cnnlab.nets.grad_cam import normalize
from cnnlab.nets.gradients import compiled_gradient
from cnnlab.nets.graph import Graph
from cnnlab.nets.segmentation.bottleneck import bottleneck, label
from cnnlab.nets.segmentation.errors import SegmentationError
from cnnlab.nets.segmentation.network import SegmentationNetwork
from cnnlab.nets.surgery import Opened, Scored, find_map


def seg_grad_cam(gradients: np.ndarray, maps: np.ndarray) -> np.ndarray:
    """The sum of the maps (rows, columns, channels), each times the mean of its gradient: the paper's equation before
    its ReLU. -> (rows, columns)."""
    return np.asarray(maps @ gradients.mean(axis=(0, 1)))


def seg_eigen_cam(gradients: np.ndarray, maps: np.ndarray) -> np.ndarray:
    """The first principal component of gradient x map over the cells, with its sign fixed. -> (rows, columns).

    Recalled from "Seg-Eigen-CAM" (Applied Sciences 2025, 15(13), 7562), whose text was not at hand: Eigen-CAM
    (Muhammad, Yeasin 2020) of the maps times their gradients. A principal component has no sign of its own; here it is
    the one that agrees with the sum over the channels of gradient x map.
    """
    rows, columns, channels = maps.shape
    parts = (gradients.astype(np.float64) * maps).reshape(-1, channels)
    component = _first_component(parts - parts.mean(axis=0))
    sign = 1 if component @ parts.sum(axis=1) >= 0 else -1
    return (sign * component).reshape(rows, columns).astype(np.float32)


def _first_component(values: np.ndarray) -> np.ndarray:
    """Of centred values (cells, channels), by the smaller of their two matrices of products; float64 (cells,)."""
    cells, channels = values.shape
    if channels <= cells:
        return np.asarray(values @ np.linalg.eigh(values.T @ values)[1][:, -1])
    squares, vectors = np.linalg.eigh(values @ values.T)
    return np.asarray(vectors[:, -1] * np.sqrt(max(squares[-1], 0)))


# Of a layer's gradients and maps, (rows, columns, channels) both, a map (rows, columns). A new method is one function.
METHODS: dict[RegionMethod, Callable[[np.ndarray, np.ndarray], np.ndarray]] = {
    "seg-grad-cam": seg_grad_cam,
    "seg-eigen-cam": seg_eigen_cam,
}


class RegionCAM:
    """Explain a network for segmentation at one layer, the bottleneck by default; compiled once for all regions.

    At the last convolution the map repeats the mask, because each cell's gradient is that of its own pixel; at the
    bottleneck it shows what the region's class depends on. Raises SurgeryError if the layer is unknown or has no
    feature map, or if it is not clear how the model makes its probabilities of scores.
    """

    def __init__(self, network: SegmentationNetwork, layer: str | None = None):
        graph = network.graph
        self._network = network
        at, self.layer = find_map(graph, label(graph, bottleneck(graph)) if layer is None else layer)
        self._scored = _ScoredPixels(graph, network.output_axis)
        self._opened = Opened(self._scored, at, self.layer)
        self._run = compiled_gradient(self._score, self._finish)

    def __call__(
        self, picture: np.ndarray, region: np.ndarray, class_index: int, method: RegionMethod = "seg-grad-cam"
    ) -> RegionExplanation:
        """Explain a class over a region, bool (rows, columns) of the output, for a picture as the network takes it.

        Raises SegmentationError if the region, the class or the method does not fit.
        """
        if method not in METHODS:
            raise SegmentationError(
                N_("There is no method {asked}. Choose one of {known}."), asked=repr(method), known=", ".join(METHODS)
            )
        if not 0 <= class_index < self._opened.classes:
            raise SegmentationError(
                N_("{given} is out of range: the model's classes are 0 to {last}. Choose one of them."),
                given=str(class_index),
                last=self._opened.classes - 1,
            )
        inputs = picture[None]
        weights = np.zeros((1, *self._shape(inputs, region), self._opened.classes), np.float32)
        weights[0, region, class_index] = 1
        found = self._run(self._opened.map_shape(inputs.shape), inputs, weights)
        gradients, maps, logits, own = (ops.convert_to_numpy(part) for part in found)
        if not (np.isfinite(gradients).all() and np.isfinite(logits).all()):
            raise SegmentationError(
                N_("Scores or gradients at the layer {layer} are infinite or undefined. Check the model's weights."),
                layer=self.layer,
            )
        check(self._scored.ending, logits.reshape(-1, logits.shape[-1]), own.reshape(-1, own.shape[-1]))
        signed = METHODS[method](gradients[0], maps[0]).astype(np.float32)
        heat = normalize(np.maximum(signed, 0)[None])[0]
        score = float(np.sum(logits * weights, dtype=np.float64))
        return RegionExplanation(signed, heat, self.layer, class_index, method, score)

    def _shape(self, inputs: np.ndarray, region: np.ndarray) -> tuple[int, int]:
        """Check a region; return the rows and columns of the output."""
        expected = self._network.output_size(inputs.shape[1:])
        if region.dtype != bool or region.shape != expected or not region.any():
            raise SegmentationError(
                N_(
                    "The region has the shape {shape} and {count} cells; it has to be {rows} × {columns}, the size of "
                    "the network's output, of bool, with at least one cell."
                ),
                shape=str(region.shape),
                count=int(np.count_nonzero(region)),
                rows=expected[0],
                columns=expected[1],
            )
        return expected

    def _score(self, addend: Any, pictures: Any, weights: Any) -> tuple[Any, ...]:
        maps, scores, own = self._opened(pictures, addend, training=False)
        logits = ops.cast(scores, "float32")
        if logits.shape[-1] == 1:
            logits = ops.concatenate([-logits, logits], axis=-1)
        return ops.sum(logits * weights), maps, logits, ops.cast(own, "float32")

    def _finish(self, gradients: Any, maps: Any, *others: Any) -> tuple[Any, ...]:
        axis = self._opened.channel_axis
        return (*(ops.moveaxis(ops.cast(part, "float32"), axis, -1) for part in (gradients, maps)), *others)


class _ScoredPixels(Scored):
    """The graph of a network for segmentation; scores and outputs are (batch, rows, columns, channels)."""

    def __init__(self, graph: Graph, axis: int):
        self._axis = axis
        super().__init__(graph)

    def _checked_units(self, graph: Graph) -> int:
        return cast(int, graph.model.outputs[0].shape[self._axis])

    def _shaped(self, values: Any) -> Any:
        return ops.moveaxis(values, self._axis, -1)
