"""Transposed convolution from the input's side: what one input cell adds, and where."""

from collections.abc import Sequence
from itertools import product
from typing import Any, NamedTuple

import numpy as np

from cnnlab.core.errors import N_
from cnnlab.core.layers import describe
from cnnlab.core.stepping.arrays import checked_inputs, checked_weights, filter_weights
from cnnlab.core.stepping.reach import TRANSPOSED, Index, StepError, checked_cell, reach


class Contribution(NamedTuple):
    """What one input cell adds to one output cell through one weight."""

    at: Index  # (spatial..., channel) in the output; it may lie outside and is then cut off
    kernel: Index  # (spatial...) in the kernel
    input: float
    weight: float
    product: float
    is_cut: bool = False


def scatter(
    layer: dict[str, Any], inputs: np.ndarray, weights: Sequence[np.ndarray], at_input: Sequence[int]
) -> tuple[Contribution, ...]:
    """Return what one input cell (spatial..., channel) of a transposed convolution adds, and to which output cells.

    Input cell i adds x[i] * w[k] to output cell i S + k D - before, for each k and each filter (Dumoulin and Visin
    2016, chapter 4). The contributions of all input cells, without those that `same` cuts off, and the bias make up
    the output. Raises StepError for other layers, a cell outside the input and wrong weights, LayerError for a
    layer that Keras refuses.

    >>> layer = {"class_name": "Conv1DTranspose", "config": {"filters": 1, "kernel_size": 2, "use_bias": False}}
    >>> added = scatter(layer, np.array([[3.0]]), [np.array([[[1.0]], [[2.0]]])], (0, 0))
    >>> [(contribution.at, contribution.product) for contribution in added]
    [((0, 0), 3.0), ((1, 0), 6.0)]
    """
    if layer.get("class_name") not in TRANSPOSED:
        raise StepError(
            N_("Only a transposed convolution scatters its input; {layer} gathers. Use `step` for it."),
            layer=layer.get("class_name"),
        )
    inputs = checked_inputs(inputs)
    facts = describe(layer, inputs.shape)
    table, weights = reach(layer, inputs.shape, facts), checked_weights(layer, inputs.shape, weights, facts)
    *place, channel = checked_cell(at_input, inputs.shape)
    value = float(inputs[(*place, channel)])
    along = [enumerate(axis.cells(i)) for axis, i in zip(facts.scatters or (), place, strict=True)]
    taps = [tuple(zip(*pairs, strict=True)) for pairs in product(*along)]  # (kernel position, output position)
    added = []
    for output in range(table.output_shape[-1]):
        kernel = filter_weights(layer, weights, output)[..., channel]
        for k, to in taps:
            is_cut = not all(0 <= index < size for index, size in zip(to, table.output_shape, strict=False))
            added.append(Contribution((*to, output), k, value, float(kernel[k]), value * float(kernel[k]), is_cut))
    return tuple(added)
