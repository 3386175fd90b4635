"""How the methods of one backward pass make a map of a layer's gradients and feature maps, and which score they take.

All arrays are (batch, height, width, channels); a map is (batch, height, width), before its ReLU.
"""

from collections.abc import Callable
from typing import Any

from keras import ops

Weighting = Callable[[Any, Any], Any]  # (gradients, maps) -> map
NEIGHBOURS = 3  # classes that Finer-CAM compares with


def channel_weights(gradients: Any) -> Any:
    """Grad-CAM's equation (1): each channel's mean gradient. (batch, height, width, channels) -> (batch, channels)."""
    return ops.mean(gradients, axis=(1, 2))


def combine(weights: Any, maps: Any) -> Any:
    """Grad-CAM's equation (2) before its ReLU: the sum of the maps, each times its weight."""
    return ops.squeeze(ops.matmul(maps, weights[:, None, :, None]), axis=-1)


def mean_gradient_map(gradients: Any, maps: Any) -> Any:
    """Grad-CAM before its ReLU: equations (1) and (2)."""
    return combine(channel_weights(gradients), maps)


def plus_plus_weights(gradients: Any, maps: Any) -> Any:
    """Grad-CAM++: each channel's sum of alpha x ReLU(g) over its cells, with alpha = g^2 / (2 g^2 + g^3 sum(A)).

    That is equation (19), sum(A) over all cells. Reduced by g^2, because g^3 falls below the smallest float32 for small
    gradients; alpha counts only where g is above 0. Where the sum of a map is negative the denominator may be 0, and
    alpha is then set to 0. The paper differentiates exp(score); that factor is the same for all cells of a picture and
    is left out.
    """
    rising = ops.relu(gradients)
    denominator = 2 + rising * ops.sum(maps, axis=(1, 2), keepdims=True)
    return ops.sum(ops.divide_no_nan(rising, denominator), axis=(1, 2))


def plus_plus_map(gradients: Any, maps: Any) -> Any:
    """Grad-CAM++ before its ReLU."""
    return combine(plus_plus_weights(gradients, maps), maps)


def elementwise_map(gradients: Any, maps: Any) -> Any:
    """HiResCAM: gradient x map in each cell, summed over the channels (Draelos, Carin 2020, section 3)."""
    return ops.sum(gradients * maps, axis=-1)


def positive_elementwise_map(gradients: Any, maps: Any) -> Any:
    """LayerCAM: ReLU(gradient) x map in each cell, summed over the channels (Jiang et al. 2021, section III)."""
    return ops.sum(ops.relu(gradients) * maps, axis=-1)


def principal_map(gradients: Any, maps: Any) -> Any:
    """Eigen-CAM: the cells' projection on the first right singular vector of the maps as (cells, channels).

    The gradients are not used. A singular vector has no sign of its own; here it has the one that makes the map's sum
    positive. The vector is that of the largest eigenvalue of the smaller one of the two matrices of products.
    """
    _, height, width, channels = maps.shape
    cells = ops.reshape(maps, (-1, height * width, channels))
    largest = ops.maximum(ops.max(ops.abs(cells), axis=(1, 2), keepdims=True), 1e-30)
    scaled = cells / largest
    if channels <= height * width:
        _, vectors = ops.eigh(ops.matmul(ops.transpose(scaled, (0, 2, 1)), scaled))
        projected = ops.matmul(cells, vectors[..., -1:])[..., 0]
    else:
        squares, vectors = ops.eigh(ops.matmul(scaled, ops.transpose(scaled, (0, 2, 1))))
        projected = vectors[..., -1] * ops.sqrt(ops.relu(squares[:, -1:])) * largest[:, 0]
    sign = ops.where(ops.sum(projected, axis=1, keepdims=True) < 0, -1.0, 1.0)
    return ops.reshape(projected * sign, (-1, height, width))


def own_logit(logits: Any, classes: Any) -> Any:
    """The score that is differentiated, as weights of the logits (batch, classes): the class's own logit."""
    return ops.one_hot(classes, logits.shape[-1])


def against_neighbours(logits: Any, classes: Any) -> Any:
    """Finer-CAM: the class's logit minus those of the classes with the nearest logits, at most NEIGHBOURS.

    The neighbours count by their probabilities among all classes, as in the authors' weighted target with alpha = 1;
    the weights are taken as constants.
    """
    count = logits.shape[-1]
    own = ops.one_hot(classes, count)
    distance = ops.abs(logits - ops.sum(logits * own, axis=-1, keepdims=True)) + 1e30 * own  # never the class itself
    _, nearest = ops.top_k(-distance, min(NEIGHBOURS, count - 1))
    chosen = ops.sum(ops.one_hot(nearest, count), axis=1)
    largest = ops.max(ops.where(chosen > 0, logits, -1e30), axis=-1, keepdims=True)
    probabilities = ops.exp(ops.minimum(logits - largest, 0)) * chosen
    return own - probabilities / ops.sum(probabilities, axis=-1, keepdims=True)


# A new method of one backward pass is one function here, and its entry in core/heat_maps.py.
METHODS: dict[str, Weighting] = {
    "grad-cam": mean_gradient_map,
    "grad-cam++": plus_plus_map,
    "hirescam": elementwise_map,
    "layercam": positive_elementwise_map,
    "eigen-cam": principal_map,
    "finer-cam": mean_gradient_map,
}
TARGETS: dict[str, Weighting] = {"finer-cam": against_neighbours}  # of (logits, classes); own_logit for all others
