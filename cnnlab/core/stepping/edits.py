"""Numbers that a reader types into cells: read from a link, written into one, put into input and kernel."""

import re
from collections.abc import Sequence
from typing import Any

import numpy as np

# "i.channel.row.column", "k.filter.channel.row.column" or "p.filter.intermediate channel" (pointwise stage): number
Edits = dict[str, float]

EDIT = re.compile(r"^(i(?:\.\d{1,3}){3}|k(?:\.\d{1,3}){4}|p(?:\.\d{1,3}){2})\.?_(-?\d{1,3}(?:\.\d{1,6})?)$")
MAX_EDITS, MAX_VALUE = 100, 999.0


def read_edits(text: str) -> Edits:
    """Read the edits in a link; invalid ones and those beyond MAX_EDITS are left out.

    >>> read_edits("i.0.2.3_2.5~k.0.0.1.1_-1~nonsense")
    {'i.0.2.3': 2.5, 'k.0.0.1.1': -1.0}
    """
    found = [EDIT.match(part) for part in text.split("~")[:MAX_EDITS]]
    return {match[1]: float(match[2]) for match in found if match}


def format_edits(edits: Edits) -> str:
    """Write the edits as `read_edits` reads them.

    >>> format_edits({"i.0.2.3": 2.5, "k.0.0.1.1": -1.0})
    'i.0.2.3_2.5~k.0.0.1.1_-1'
    """
    return "~".join(f"{place}_{decimal(value)}" for place, value in edits.items())


def decimal(value: float) -> str:
    """A number with at most 6 decimals, without an exponent.

    >>> decimal(-1), decimal(123.4567), decimal(0.00001), decimal(-0.0000001)
    ('-1', '123.4567', '0.00001', '0')
    """
    text = f"{value:.6f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def checked_edits(edits: object) -> Edits:
    """Return the valid ones among the edits that a browser sent.

    >>> checked_edits({"i.0.0.0": 3, "i.0.0.1": 1e9, "x": 1})
    {'i.0.0.0': 3.0}
    """
    if not isinstance(edits, dict):
        return {}
    numbers = {str(place): value for place, value in edits.items() if isinstance(value, int | float)}
    return read_edits(format_edits({place: value for place, value in numbers.items() if abs(value) <= MAX_VALUE}))


def edited(
    layer: dict[str, Any], inputs: np.ndarray, weights: Sequence[np.ndarray], edits: Edits
) -> tuple[np.ndarray, list[np.ndarray]]:
    """Apply edits to copies of the input (height, width, channels) and of the weights, which are in Keras's order.

    Edits of cells that do not exist are left out.

    >>> inputs, _ = edited({"class_name": "MaxPooling2D"}, np.zeros((2, 2, 1)), [], {"i.0.1.0": 5.0})
    >>> inputs[..., 0].tolist()
    [[0.0, 0.0], [5.0, 0.0]]
    """
    inputs, weights = inputs.copy(), [weight.copy() for weight in weights]
    for place, value in edits.items():
        kind, *at = place.split(".")
        index = tuple(map(int, at))
        if kind == "i":
            _put(inputs, (index[1], index[2], index[0]), value)
        elif kind == "p" and layer["class_name"] == "SeparableConv2D":
            _put(weights[1], (0, 0, index[1], index[0]), value)
        elif kind == "k" and weights:
            _put(weights[0], _in_keras_order(layer["class_name"], weights[0].shape, index), value)
    return inputs, weights


def _in_keras_order(kind: str, shape: tuple[int, ...], index: tuple[int, ...]) -> tuple[int, ...]:
    """Turn (filter, channel that it reads, row, column) into the index in Keras's kernel."""
    number, channel, row, column = index
    if kind == "Conv2DTranspose":
        return row, column, number, channel
    if kind in ("DepthwiseConv2D", "SeparableConv2D"):
        return row, column, number // shape[3], number % shape[3]
    return row, column, channel, number


def _put(array: np.ndarray, index: tuple[int, ...], value: float) -> None:
    if all(i < size for i, size in zip(index, array.shape, strict=True)):
        array[index] = value
