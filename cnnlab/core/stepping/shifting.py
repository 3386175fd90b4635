"""A layer's output when its input is shifted, and the same pattern found by a convolution and by a dense unit."""

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from cnnlab.core.stepping.cell import run
from cnnlab.core.stepping.inputs import GLYPHS

FIELD = 12  # rows and columns of the field on which the glyph moves


def glyph(name: str = "7") -> np.ndarray:
    """A digit or letter, float64 (7, 5) of 0 and 1."""
    return np.array([[int(cell) for cell in row] for row in GLYPHS[name]], float)


def placed(shape: np.ndarray, down: int, across: int, size: int = FIELD) -> np.ndarray:
    """Put a shape on an empty field, float64 (size, size), its upper left corner in row `down`, column `across`.

    >>> int(placed(glyph("7"), 2, 3).sum()), placed(glyph("7"), 2, 3)[2, 3:8].tolist()
    (11, [1.0, 1.0, 1.0, 1.0, 1.0])
    """
    field = np.zeros((size, size))
    field[down : down + shape.shape[0], across : across + shape.shape[1]] = shape
    return field


@dataclass(frozen=True)
class Recognized:
    """The responses of a convolution and of a dense unit whose weights are the glyph in its original position."""

    field: np.ndarray  # (size, size), with the glyph in its present position
    response: np.ndarray  # (rows, columns), the convolution's map
    found: float  # the maximum of that map
    dense: float  # the dense unit's value


@cache
def recognize(down: int, across: int, name: str = "7") -> Recognized:
    """Look for a shifted glyph with a convolution and with a dense unit.

    The convolution's kernel is the glyph, so its map has its maximum wherever the glyph is. The dense unit has one
    weight for every position, those of the glyph in the upper left corner; a shifted glyph meets other weights.

    >>> recognize(0, 0).dense, recognize(3, 4).dense < 11, recognize(3, 4).found
    (11.0, True, 11.0)
    """
    kernel, field = glyph(name), placed(glyph(name), down, across)
    layer = {"class_name": "Conv2D", "config": {"filters": 1, "kernel_size": kernel.shape, "use_bias": False}}
    response = run(layer, field[..., None], [kernel[..., None, None]])[..., 0]
    dense = float((placed(kernel, 0, 0) * field).sum())
    return Recognized(field, response, float(response.max()), dense)


@dataclass(frozen=True)
class Shifted:
    """An output before and after its input was shifted; `changed` marks the cells that differ."""

    before: np.ndarray
    after: np.ndarray

    @property
    def changed(self) -> np.ndarray:
        differs: np.ndarray = ~np.isclose(self.before, self.after, atol=1e-9)
        return differs


def compare(layer: dict[str, Any], weights: list[np.ndarray], before: np.ndarray, after: np.ndarray) -> Shifted:
    """Return a layer's first map for an input (height, width) and for the shifted input.

    >>> moved = compare({"class_name": "MaxPooling2D", "config": {}}, [], np.eye(4)[:, ::-1], np.eye(4)[::-1])
    >>> int(moved.changed.sum())
    0
    """
    return Shifted(*(run(layer, plane[..., None], weights)[..., 0] for plane in (before, after)))
