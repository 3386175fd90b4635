"""The connected pieces of a mask."""

from dataclasses import dataclass
from typing import Literal

import numpy as np


@dataclass(frozen=True, eq=False)
class Pieces:
    """`index` is 0 outside the mask, 1 in its largest piece, 2 in the next...; `sizes` are their numbers of pixels.

    Of equally large pieces the one that a reader meets first comes first.
    """

    index: np.ndarray  # int32 (height, width)
    sizes: tuple[int, ...]


def connected_pieces(mask: np.ndarray, neighbours: Literal[4, 8] = 8) -> Pieces:
    """Separate a bool mask (height, width) into pieces whose pixels touch by their sides (4), or also corners (8).

    >>> mask = np.array([[1, 0, 0], [0, 1, 1]], bool)
    >>> connected_pieces(mask, 4).index.tolist(), connected_pieces(mask, 8).sizes
    ([[2, 0, 0], [0, 1, 1]], (3,))
    """
    rows, starts, ends = _runs(mask)
    parents = _joined(len(rows), *_touching(rows, starts, ends, mask.shape[1], int(neighbours == 8)))
    roots, piece = np.unique(parents, return_inverse=True)
    sizes = np.bincount(piece, weights=ends - starts, minlength=len(roots)).astype(int)
    order = np.argsort(-sizes, kind="stable")  # a root is its piece's first run
    ranks = np.empty(len(roots), np.int32)
    ranks[order] = np.arange(1, len(roots) + 1)
    index = np.zeros(mask.shape, np.int32)
    index[mask] = np.repeat(ranks[piece], ends - starts)
    return Pieces(index, tuple(sizes[order].tolist()))


def _runs(mask: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The row, the first column and the end, exclusive, of each run of pixels, in reading order."""
    framed = np.pad(mask.astype(np.int8), ((0, 0), (1, 1)))
    changes = np.diff(framed, axis=1)
    rows, starts = np.nonzero(changes == 1)
    return rows, starts, np.nonzero(changes == -1)[1]


def _touching(
    rows: np.ndarray, starts: np.ndarray, ends: np.ndarray, width: int, reach: int
) -> tuple[np.ndarray, np.ndarray]:
    """The pairs of runs in rows that follow each other whose columns overlap, or with a reach of 1 meet at a corner."""
    row = width + 3
    first = np.searchsorted(rows * row + ends, (rows + 1) * row + starts + 1 - reach)
    last = np.searchsorted(rows * row + starts, (rows + 1) * row + ends + reach)
    count = np.maximum(last - first, 0)
    upper = np.repeat(np.arange(len(rows)), count)
    within = np.arange(len(upper)) - np.repeat(np.cumsum(count) - count, count)
    return upper, np.repeat(first, count) + within


def _joined(count: int, upper: np.ndarray, lower: np.ndarray) -> np.ndarray:
    """For each run the first run that it is connected to: links to smaller numbers, shortened until nothing changes."""
    parents = np.arange(count)
    while True:
        smaller = np.minimum(parents[upper], parents[lower])
        before = parents.copy()
        for side in (upper, lower):
            np.minimum.at(parents, side, smaller)
            np.minimum.at(parents, before[side], smaller)
        while (parents[parents] != parents).any():
            parents = parents[parents]
        if (parents == before).all():
            return parents
