"""Regions of a mask that a class is explained over: a pixel, a box, a connected piece, a whole class."""

from typing import Literal

import numpy as np

from cnnlab.core.errors import N_
from cnnlab.core.segmentation.errors import MaskError
from cnnlab.core.segmentation.interpolation import enlarge
from cnnlab.core.segmentation.pieces import connected_pieces

RegionKind = Literal["pixel", "box", "piece", "class"]
Place = tuple[int, int, int, int]  # top, left, bottom, right: thousandths of the height and the width
THOUSAND = 1000
MIDDLE: Place = (250, 250, 750, 750)


def region_of(labels: np.ndarray, kind: RegionKind, box: Place, class_index: int) -> np.ndarray:
    """Return the cells of a region, bool (rows, columns), of a mask of class indices.

    A pixel is the cell at the middle of `box`, a piece all cells of that cell's class that are connected with it, by
    sides or corners. A box has every cell that it touches. Raises MaskError if no cell has the class.

    >>> labels = np.array([[0, 1, 0], [0, 1, 1]])
    >>> region_of(labels, "pixel", (0, 0, 400, 300), 0).astype(int).tolist()
    [[1, 0, 0], [0, 0, 0]]
    >>> region_of(labels, "piece", (0, 0, 400, 300), 1).astype(int).tolist()
    [[1, 0, 0], [1, 0, 0]]
    >>> region_of(labels, "box", (0, 400, 1000, 700), 0).astype(int).tolist()
    [[0, 1, 1], [0, 1, 1]]
    """
    rows, columns = labels.shape
    if kind == "class":
        found = labels == class_index
        if not found.any():
            raise MaskError(N_("No pixel of this mask has the class. Choose another class, a pixel or a box."))
        return np.asarray(found)
    top, left, bottom, right = box
    if kind == "box":
        found = np.zeros(labels.shape, bool)
        found[_cell(top, rows) : _cell(bottom, rows) + 1, _cell(left, columns) : _cell(right, columns) + 1] = True
        return found
    row, column = _cell((top + bottom) / 2, rows), _cell((left + right) / 2, columns)
    if kind == "piece":
        index = connected_pieces(labels == labels[row, column]).index
        return np.asarray(index == index[row, column])
    found = np.zeros(labels.shape, bool)
    found[row, column] = True
    return found


def read_box(text: str) -> Place:
    """Read a box from a link: four whole numbers from 0 to 1000 with points between them; MIDDLE for anything else.

    >>> read_box("100.0.300.1000"), read_box("nonsense"), read_box("9.9.1.1")
    ((100, 0, 300, 1000), (250, 250, 750, 750), (250, 250, 750, 750))
    """
    parts = text.split(".")
    if len(parts) != 4 or not all(part.isascii() and part.isdecimal() and len(part) <= 4 for part in parts):
        return MIDDLE
    top, left, bottom, right = map(int, parts)
    return (top, left, bottom, right) if top <= bottom <= THOUSAND and left <= right <= THOUSAND else MIDDLE


def box_text(box: Place) -> str:
    """Write a box as `read_box` reads it."""
    return ".".join(map(str, box))


def share_inside(heat: np.ndarray, region: np.ndarray) -> float | None:
    """Return the share of a heat map (any size, never negative) that lies in a region; None for a map of zeros.

    The map is interpolated at the cells of the region, bool (rows, columns), as it is drawn.

    >>> share_inside(np.array([[3.0, 1.0]]), np.array([[True, False]]))
    0.75
    """
    drawn = enlarge(heat.astype(np.float32), *region.shape)
    total = float(drawn.sum(dtype=np.float64))
    return float(drawn[region].sum(dtype=np.float64)) / total if total > 0 else None


def _cell(thousandths: float, count: int) -> int:
    """The cell of `count` that lies at this many thousandths of a side."""
    return min(int(thousandths * count / THOUSAND), count - 1)
