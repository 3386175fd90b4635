"""Numbers that a reader wrote into cells: read from a link, written into one, put into input and kernel."""

import re
from collections.abc import Sequence

import numpy as np

# "i.channel.row.column", "k.filter.channel.row.column", "p.filter.channel between" (the pointwise stage) to the number
Edits = dict[str, float]

ONE = re.compile(r"^(i(?:\.\d{1,3}){3}|k(?:\.\d{1,3}){4}|p(?:\.\d{1,3}){2})\.?_(-?\d{1,3}(?:\.\d{1,6})?)$")
MOST, LARGEST = 100, 999.0


def read_edits(text: str) -> Edits:
    """The edits in a link's text; what is none, or too much, is left out.

    >>> read_edits("i.0.2.3_2.5~k.0.0.1.1_-1~nonsense")
    {'i.0.2.3': 2.5, 'k.0.0.1.1': -1.0}
    """
    found = [ONE.match(each) for each in text.split("~")[:MOST]]
    return {each[1]: float(each[2]) for each in found if each}


def written_edits(edits: Edits) -> str:
    """The edits as a link's text.

    >>> written_edits({"i.0.2.3": 2.5, "k.0.0.1.1": -1.0})
    'i.0.2.3_2.5~k.0.0.1.1_-1'
    """
    return "~".join(f"{place}_{round(value, 6):g}" for place, value in edits.items())


def checked_edits(edits: object) -> Edits:
    """The edits that a browser sent, those of them that are whole and within bounds.

    >>> checked_edits({"i.0.0.0": 3, "i.0.0.1": 1e9, "x": 1})
    {'i.0.0.0': 3.0}
    """
    if not isinstance(edits, dict):
        return {}
    kept = {str(place): value for place, value in edits.items() if isinstance(value, int | float)}
    texts = [f"{place}_{round(value, 6):g}" for place, value in kept.items() if abs(value) <= LARGEST]
    return read_edits("~".join(texts))


def edited(
    layer: dict, inputs: np.ndarray, weights: Sequence[np.ndarray], edits: Edits
) -> tuple[np.ndarray, list[np.ndarray]]:
    """Input (height, width, channels) and weights, in Keras's order, with the edits in them, but for those outside.

    >>> inputs, _ = edited({"class_name": "MaxPooling2D"}, np.zeros((2, 2, 1)), [], {"i.0.1.0": 5.0})
    >>> inputs[..., 0].tolist()
    [[0.0, 0.0], [5.0, 0.0]]
    """
    inputs, weights = inputs.copy(), [each.copy() for each in weights]
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
    """Where (filter, channel that it reads, row, column) stands in the kernel as Keras keeps it."""
    number, channel, row, column = index
    if kind == "Conv2DTranspose":
        return row, column, number, channel
    if kind in ("DepthwiseConv2D", "SeparableConv2D"):
        return row, column, number // shape[3], number % shape[3]
    return row, column, channel, number


def _put(array: np.ndarray, index: tuple[int, ...], value: float) -> None:
    if all(each < size for each, size in zip(index, array.shape, strict=True)):
        array[index] = value
