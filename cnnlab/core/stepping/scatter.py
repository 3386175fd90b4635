"""Transposed convolution from the input's side: what one cell adds, and where."""

from collections.abc import Sequence
from itertools import product
from typing import NamedTuple

import numpy as np

from cnnlab.core.errors import N_
from cnnlab.core.layers import describe
from cnnlab.core.stepping.arrays import checked_inputs, checked_weights, filter_of
from cnnlab.core.stepping.reach import TRANSPOSED, Index, StepError, cell, reach


class Share(NamedTuple):
    """What one input cell adds to one output cell through one weight."""

    at: Index  # (spatial..., channel) in the output; may lie outside, then it is cut off
    kernel: Index  # (spatial...) in the kernel
    input: float
    weight: float
    product: float
    is_cut: bool = False


def scatter(
    layer: dict, inputs: np.ndarray, weights: Sequence[np.ndarray], at_input: Sequence[int]
) -> tuple[Share, ...]:
    """What one input cell (spatial..., channel) of a transposed convolution adds, and to which output cells.

    Input cell i adds x[i] * w[k] to output cell i S + k D - before, for each k and each filter (Dumoulin and Visin
    2016, chapter 4). The shares of all input cells, without those that `same` cuts off, and the bias make the output.
    Raises StepError for other layers, a cell outside the input and wrong weights, LayerError for what Keras refuses.

    >>> layer = {"class_name": "Conv1DTranspose", "config": {"filters": 1, "kernel_size": 2, "use_bias": False}}
    >>> shares = scatter(layer, np.array([[3.0]]), [np.array([[[1.0]], [[2.0]]])], (0, 0))
    >>> [(share.at, share.product) for share in shares]
    [((0, 0), 3.0), ((1, 0), 6.0)]
    """
    if layer.get("class_name") not in TRANSPOSED:
        raise StepError(
            N_("A transposed convolution was expected, for the other layers gather; {came} came."),
            came=layer.get("class_name"),
        )
    inputs = checked_inputs(inputs)
    table, weights = reach(layer, inputs.shape), checked_weights(layer, inputs.shape, weights)
    *place, channel = cell(at_input, inputs.shape)
    value = float(inputs[(*place, channel)])
    scatters = describe(layer, inputs.shape).scatters or ()
    along = [enumerate(each.cells(i)) for each, i in zip(scatters, place, strict=True)]
    taps = [tuple(zip(*pairs, strict=True)) for pairs in product(*along)]  # (kernel position, output place)
    shares = []
    for output in range(table.output_shape[-1]):
        kernel = filter_of(layer, weights, output)[..., channel]
        for k, to in taps:
            is_cut = not all(0 <= index < size for index, size in zip(to, table.output_shape, strict=False))
            shares.append(Share((*to, output), k, value, float(kernel[k]), value * float(kernel[k]), is_cut))
    return tuple(shares)
