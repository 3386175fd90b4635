"""Convolution and pooling one output cell at a time: the window, the products, their sum. In float64."""

from collections.abc import Iterable, Iterator, Sequence
from math import fsum
from typing import Any

import numpy as np

from cnnlab.core.errors import N_
from cnnlab.core.layers import describe
from cnnlab.core.layers.arguments import Arguments
from cnnlab.core.stepping.arrays import (
    checked_activation,
    checked_inputs,
    checked_weights,
    filter_weights,
    weight_shapes,
)
from cnnlab.core.stepping.reach import (
    AVERAGE,
    POOLING,
    SEPARABLE,
    Index,
    Positions,
    StepError,
    checked_cell,
    dependents,
    reach,
    window,
)
from cnnlab.core.stepping.scatter import Contribution, scatter
from cnnlab.core.stepping.terms import Step, Term

__all__ = [
    "Contribution",
    "Positions",
    "Step",
    "StepError",
    "Term",
    "dependents",
    "reach",
    "run",
    "scatter",
    "step",
    "steps",
    "weight_shapes",
    "window",
]

MAX_TERMS = 1_000_000  # the most that `run` steps through; it takes about two seconds


def step(layer: dict[str, Any], inputs: np.ndarray, weights: Sequence[np.ndarray], at: Sequence[int]) -> Step:
    """Compute one output cell of a layer term by term: z = b + sum of x * w, then the activation.

    `layer` is a Keras layer config, `inputs` (spatial..., channels) without the batch axis, `weights` in the order of
    Keras's get_weights, `at` the cell (spatial..., channel). Supported are Conv1D, 2D, 3D; DepthwiseConv1D, 2D;
    SeparableConv1D, 2D; Conv1DTranspose, 2D, 3D; max and average pooling, global too; Dense; with the activation
    linear or relu. Raises StepError for any other layer, activation or weights, for a cell outside the output and for
    inputs that are not finite, LayerError for a layer that Keras refuses.

    >>> layer = {"class_name": "Conv1D", "config": {"filters": 1, "kernel_size": 2, "activation": "relu"}}
    >>> found = step(layer, np.array([[1.0], [3.0]]), [np.array([[[1.0]], [[-1.0]]]), np.array([0.5])], (0, 0))
    >>> [term.product for term in found.terms], found.total, found.before_activation, found.value
    ([1.0, -3.0], -2.0, -1.5, 0.0)
    """
    return _Stepper(layer, inputs, weights).step(at)


def steps(
    layer: dict[str, Any], inputs: np.ndarray, weights: Sequence[np.ndarray], cells: Iterable[Sequence[int]]
) -> Iterator[Step]:
    """Compute several output cells of a layer like `step`, checking the arguments only once.

    >>> pooling = {"class_name": "MaxPooling1D", "config": {}}
    >>> [found.value for found in steps(pooling, np.array([[1.0], [3.0], [2.0], [0.0]]), [], [(1, 0), (0, 0)])]
    [2.0, 3.0]
    """
    stepper = _Stepper(layer, inputs, weights)
    return map(stepper.step, cells)


def run(layer: dict[str, Any], inputs: np.ndarray, weights: Sequence[np.ndarray]) -> np.ndarray:
    """Compute the whole output of a layer, cell by cell; float64, in the layer's output shape.

    Meant for layers small enough to look at: raises StepError for more than MAX_TERMS products, and like `step`.

    >>> run({"class_name": "MaxPooling1D", "config": {}}, np.array([[1.0], [3.0], [2.0], [0.0]]), []).tolist()
    [[3.0], [2.0]]
    """
    stepper = _Stepper(layer, inputs, weights)
    if stepper.reach.term_count > MAX_TERMS:
        raise StepError(
            N_("This layer takes {count} products; the limit is {most}. Use a smaller input, or step one cell."),
            count=f"{stepper.reach.term_count:,}",
            most=f"{MAX_TERMS:,}",
        )
    out = np.empty(stepper.reach.output_shape)
    for at in np.ndindex(out.shape):
        out[at] = stepper.step(at).value
    return out


class _Stepper:
    """One layer with its inputs and weights, checked once."""

    def __init__(self, layer: dict[str, Any], inputs: np.ndarray, weights: Sequence[np.ndarray]):
        self.layer, self.inputs = layer, checked_inputs(inputs)
        facts = describe(layer, self.inputs.shape)
        self.reach = reach(layer, self.inputs.shape, facts)
        self.weights = checked_weights(layer, self.inputs.shape, weights, facts)
        self.kind, self.config = layer["class_name"], layer.get("config", {})
        self.relu = checked_activation(layer) == "relu"
        has_bias = self.weights and Arguments(self.kind, self.config).flag("use_bias", True)
        self.bias = self.weights[-1] if has_bias else np.zeros(self.reach.output_shape[-1])
        if self.kind in SEPARABLE:
            first = {**self.config, "use_bias": False, "activation": None}
            depthwise = {"class_name": self.kind.replace("Separable", "Depthwise"), "config": first}
            self.first_stage = _Stepper(depthwise, self.inputs, self.weights[:1])

    def step(self, at: Sequence[int]) -> Step:
        at = checked_cell(at, self.reach.output_shape)
        if self.kind in POOLING:
            return self._pooled(at)
        if self.kind in SEPARABLE:
            return self._two_stages(at)
        channels, places = self.reach.channels[at[-1]], self.reach.places(at)
        kernel = filter_weights(self.layer, self.weights, at[-1])
        terms = [self._term(place, c, k, kernel[(*k, n)]) for n, c in enumerate(channels) for k, place in places]
        return self._summed(at, terms, len(channels))

    def _term(self, place: Index, channel: int, k: Index, weight: float) -> Term:
        is_inside = self.reach.is_inside(place)
        value = float(self.inputs[(*place, channel)]) if is_inside else 0.0
        return Term((*place, channel), k, value, float(weight), value * float(weight), not is_inside)

    def _summed(self, at: Index, terms: list[Term], channels: int, **more: Any) -> Step:
        """Make the step of these terms, which are equally many for each channel."""
        products, per_channel = [term.product for term in terms], len(terms) // channels
        sums = tuple(fsum(products[n * per_channel : (n + 1) * per_channel]) for n in range(channels))
        total, bias = fsum(products), float(self.bias[at[-1]])
        before = total + bias
        value = max(before, 0.0) if self.relu else before
        return Step(at, tuple(terms), sums, total, bias, before, value, **more)

    def _pooled(self, at: Index) -> Step:
        (channel,), places = self.reach.channels[at[-1]], self.reach.places(at)
        counted = [(k, place) for k, place in places if self.reach.is_inside(place)]
        values = [self.inputs[(*place, channel)] for _, place in counted]
        largest = max(values)
        winners = () if self.kind in AVERAGE else tuple(n for n, value in enumerate(values) if value == largest)
        weights = [float(n == winners[0]) if winners else 1 / len(values) for n in range(len(values))]
        terms = [self._term(place, channel, k, w) for (k, place), w in zip(counted, weights, strict=True)]
        outside = tuple((*place, channel) for _, place in places if not self.reach.is_inside(place))
        return self._summed(at, terms, 1, not_counted=outside, winners=winners)

    def _two_stages(self, at: Index) -> Step:
        pointwise = filter_weights(self.layer, self.weights, at[-1])  # (1..., intermediate channels)
        steps = tuple(self.first_stage.step((*at[:-1], channel)) for channel in range(pointwise.shape[-1]))
        k = (0,) * (pointwise.ndim - 1)
        weights = [float(weight) for weight in pointwise[k]]
        terms = [Term(s.at, k, s.value, w, s.value * w) for s, w in zip(steps, weights, strict=True)]
        return self._summed(at, terms, len(terms), depthwise=steps)
