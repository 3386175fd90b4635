"""Boxes around the pieces of a mask: what localization and detection would answer."""

from dataclasses import dataclass

import numpy as np

from cnnlab.core.segmentation.pieces import Pieces, connected_pieces

LEAST = 0.005  # share of the picture, of a piece that counts


@dataclass(frozen=True)
class Box:
    """Rows and columns from the first to the one after the last, and the share of the picture that the piece has."""

    top: int
    left: int
    bottom: int
    right: int
    share: float


@dataclass(frozen=True, eq=False)
class Boxed:
    """The pieces of a mask that are large enough, the largest first, with a box around each; how many were left out."""

    pieces: Pieces
    boxes: tuple[Box, ...]
    left_out: int


def boxed(mask: np.ndarray, least: float = LEAST) -> Boxed:
    """Find the pieces of a bool mask (height, width) that cover at least a share of the picture.

    >>> boxed(np.array([[1, 0, 0], [0, 0, 1], [0, 0, 1]], bool), 0.2).boxes
    (Box(top=1, left=2, bottom=3, right=3, share=0.2222222222222222),)
    """
    pieces = connected_pieces(mask)
    large = [size for size in pieces.sizes if size >= least * mask.size]
    boxes = tuple(_box(pieces.index == number, size / mask.size) for number, size in enumerate(large, 1))
    return Boxed(pieces, boxes, len(pieces.sizes) - len(large))


def _box(piece: np.ndarray, share: float) -> Box:
    rows, columns = (np.flatnonzero(piece.any(axis=axis)) for axis in (1, 0))
    return Box(int(rows[0]), int(columns[0]), int(rows[-1]) + 1, int(columns[-1]) + 1, share)
