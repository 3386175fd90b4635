"""Convolution and pooling one output cell at a time: the window, the products, their sum. In float64."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum
from typing import NamedTuple

import numpy as np

from cnnlab.core.errors import N_
from cnnlab.core.layers.arguments import Arguments
from cnnlab.core.stepping.arrays import checked_inputs, checked_weights, filter_of, weight_shapes
from cnnlab.core.stepping.reach import AVERAGE, POOLING, SEPARABLE, Index, Seen, StepError, cell, reach, touched, window
from cnnlab.core.stepping.scatter import Share, scatter

__all__ = [
    "Seen",
    "Share",
    "Step",
    "StepError",
    "Term",
    "reach",
    "run",
    "scatter",
    "step",
    "touched",
    "weight_shapes",
    "window",
]

MOST_TERMS = 1_000_000  # that `run` steps through; it takes about two seconds


class Term(NamedTuple):
    """One product of a sum."""

    position: Index  # (spatial..., channel) in the input; may lie outside, in the padding
    kernel: Index  # (spatial...) in the kernel
    input: float
    weight: float
    product: float
    is_padding: bool = False


@dataclass(frozen=True)
class Step:
    """How one output cell came about: value = activation(total + bias), where total is the sum of all products.

    Pooling is a weighted sum too: average pooling weighs each of the `count` cells that count by 1 / count, max pooling
    the first winner in row order by 1 and the others by 0. A separable convolution has two stages: `depthwise` are the
    steps of the first, one for each channel between, and `terms` those of the second, the 1x1 convolution, with their
    positions in the map between.
    """

    at: Index  # (spatial..., channel) in the output
    terms: tuple[Term, ...]  # each channel's in kernel order
    channel_sums: tuple[float, ...]  # one for each channel that the cell reads
    total: float
    bias: float
    before_activation: float
    value: float
    not_counted: tuple[Index, ...] = ()  # pooling: positions in the padding, which are no zeros
    winners: tuple[int, ...] = ()  # max pooling: which terms have the largest value; more than one is a tie
    depthwise: tuple["Step", ...] = ()

    @property
    def count(self) -> int:
        """How many cells count: all but those of `not_counted`."""
        return len(self.terms)


def step(layer: dict, inputs: np.ndarray, weights: Sequence[np.ndarray], at: Sequence[int]) -> Step:
    """One output cell of a layer, term by term: z = b + sum of x * w, then the activation.

    `layer` is a Keras layer config, `inputs` (spatial..., channels) without batch, `weights` as get_weights gives them,
    `at` the cell (spatial..., channel). Kinds: Conv1D, 2D, 3D; DepthwiseConv1D, 2D; SeparableConv1D, 2D;
    Conv1DTranspose, 2D, 3D; max and average pooling, global too; Dense. Activations: linear and relu.
    Raises StepError for another kind, activation or weights, for a cell outside the output and for inputs that are not
    finite, LayerError for what Keras refuses.

    >>> layer = {"class_name": "Conv1D", "config": {"filters": 1, "kernel_size": 2, "activation": "relu"}}
    >>> found = step(layer, np.array([[1.0], [3.0]]), [np.array([[[1.0]], [[-1.0]]]), np.array([0.5])], (0, 0))
    >>> [term.product for term in found.terms], found.total, found.before_activation, found.value
    ([1.0, -3.0], -2.0, -1.5, 0.0)
    """
    return _Stepper(layer, inputs, weights).step(at)


def run(layer: dict, inputs: np.ndarray, weights: Sequence[np.ndarray]) -> np.ndarray:
    """The whole output of a layer, stepped cell by cell; float64, in the layer's output shape.

    For sizes that can be seen: StepError for more than MOST_TERMS products; else as `step`.

    >>> run({"class_name": "MaxPooling1D", "config": {}}, np.array([[1.0], [3.0], [2.0], [0.0]]), []).tolist()
    [[3.0], [2.0]]
    """
    stepper = _Stepper(layer, inputs, weights)
    if stepper.reach.term_count > MOST_TERMS:
        raise StepError(
            N_("A layer of at most {most} products was expected; {came} came. Take a smaller input, or step one cell."),
            most=MOST_TERMS,
            came=stepper.reach.term_count,
        )
    out = np.empty(stepper.reach.output_shape)
    for at in np.ndindex(out.shape):
        out[at] = stepper.step(at).value
    return out


class _Stepper:
    """One layer with its inputs and weights, all checked once."""

    def __init__(self, layer: dict, inputs: np.ndarray, weights: Sequence[np.ndarray]):
        self.layer, self.inputs = layer, checked_inputs(inputs)
        self.reach = reach(layer, self.inputs.shape)
        self.weights = checked_weights(layer, self.inputs.shape, weights)
        self.kind, self.config = layer["class_name"], layer.get("config", {})
        self.relu = _is_relu(self.kind, self.config.get("activation"))
        has_bias = self.weights and Arguments(self.kind, self.config).flag("use_bias", True)
        self.bias = self.weights[-1] if has_bias else np.zeros(self.reach.output_shape[-1])
        if self.kind in SEPARABLE:
            first = {**self.config, "use_bias": False, "activation": None}
            depthwise = {"class_name": self.kind.replace("Separable", "Depthwise"), "config": first}
            self.first_stage = _Stepper(depthwise, self.inputs, self.weights[:1])

    def step(self, at: Sequence[int]) -> Step:
        at = cell(at, self.reach.output_shape)
        if self.kind in POOLING:
            return self._pooled(at)
        if self.kind in SEPARABLE:
            return self._two_stages(at)
        channels, places = self.reach.channels[at[-1]], self.reach.places(at)
        kernel = filter_of(self.layer, self.weights, at[-1])
        terms = [self._term(place, c, k, kernel[(*k, n)]) for n, c in enumerate(channels) for k, place in places]
        return self._summed(at, terms, len(channels))

    def _term(self, place: Index, channel: int, k: Index, weight: float) -> Term:
        is_inside = self.reach.is_inside(place)
        value = float(self.inputs[(*place, channel)]) if is_inside else 0.0
        return Term((*place, channel), k, value, float(weight), value * float(weight), not is_inside)

    def _summed(self, at: Index, terms: list[Term], channels: int, **more) -> Step:
        """The step of these terms, as many of each channel."""
        products, each = [term.product for term in terms], len(terms) // channels
        sums = tuple(fsum(products[n * each : (n + 1) * each]) for n in range(channels))
        total, bias = fsum(products), float(self.bias[at[-1]])
        before = total + bias
        value = max(before, 0.0) if self.relu else before
        return Step(at, tuple(terms), sums, total, bias, before, value, **more)

    def _pooled(self, at: Index) -> Step:
        (channel,), places = self.reach.channels[at[-1]], self.reach.places(at)
        counted = [(k, place) for k, place in places if self.reach.is_inside(place)]
        values = [self.inputs[(*place, channel)] for _, place in counted]
        best = max(values)
        winners = () if self.kind in AVERAGE else tuple(n for n, each in enumerate(values) if each == best)
        weights = [float(n == winners[0]) if winners else 1 / len(values) for n in range(len(values))]
        terms = [self._term(place, channel, k, w) for (k, place), w in zip(counted, weights, strict=True)]
        outside = tuple((*place, channel) for _, place in places if not self.reach.is_inside(place))
        return self._summed(at, terms, 1, not_counted=outside, winners=winners)

    def _two_stages(self, at: Index) -> Step:
        pointwise = filter_of(self.layer, self.weights, at[-1])  # (1..., channels between)
        steps = tuple(self.first_stage.step((*at[:-1], between)) for between in range(pointwise.shape[-1]))
        k = (0,) * (pointwise.ndim - 1)
        weights = [float(each) for each in pointwise[k]]
        terms = [Term(s.at, k, s.value, w, s.value * w) for s, w in zip(steps, weights, strict=True)]
        return self._summed(at, terms, len(terms), depthwise=steps)


def _is_relu(kind: str, activation: str | None) -> bool:
    if activation not in (None, "linear", "relu"):
        raise StepError(
            N_(
                "The activation linear or relu was expected for {layer}; {came} came. With linear, the value is the "
                "one before the activation."
            ),
            layer=kind,
            came=repr(activation),
        )
    return activation == "relu"
