"""A small mark in the lower left corner of a picture: the only thing that one network looks at ("Clever Hans").

Many photographs of horses in PASCAL VOC 2007 carry a photographer's tag in that corner, and a classifier that did well
read the tag: Lapuschkin et al., "Unmasking Clever Hans predictors and assessing what machines really learn" (2019).
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

SHARE = 8  # the mark is 1/8 as high and as wide as the picture
MARGIN = 4  # and a quarter of that away from the edges
FINE = 4  # samples a pixel in each direction, which smooth the mark's edges
PAPER, INK = (255, 255, 255), (24, 24, 24)


class Box(NamedTuple):
    """Rows top to bottom and columns left to right of a picture; ends exclusive."""

    top: int
    left: int
    bottom: int
    right: int


def mark_box(height: int, width: int) -> Box:
    """Return where the mark is in a picture of this size.

    >>> mark_box(128, 128)
    Box(top=108, left=4, bottom=124, right=20)
    """
    side = max(min(height, width) // SHARE, 1)
    margin = side // MARGIN
    return Box(height - margin - side, margin, height - margin, margin + side)


def marked(picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return a copy of a picture (height, width, 3) with the mark: a white disc with a black C in a ring.

    >>> marked(np.zeros((128, 128, 3), np.uint8))[[0, 116], [0, 12]].tolist()
    [[0, 0, 0], [255, 255, 255]]
    """
    box = mark_box(*picture.shape[:2])
    opacity, ink = _mark(box.bottom - box.top)
    found = picture.copy()
    below = found[box.top : box.bottom, box.left : box.right].astype(np.float64)
    colour = ink[..., None] * np.array(INK) + (1 - ink[..., None]) * np.array(PAPER)
    mixed = opacity[..., None] * colour + (1 - opacity[..., None]) * below
    found[box.top : box.bottom, box.left : box.right] = np.round(mixed).astype(np.uint8)
    return found


def mark_share(height: int, width: int) -> float:
    """Return the share of the picture that the mark's box covers.

    >>> mark_share(128, 128)
    0.015625
    """
    box = mark_box(height, width)
    return (box.bottom - box.top) * (box.right - box.left) / (height * width)


def share_on_mark(values: NDArray[np.floating]) -> float | None:
    """Return the share of a map (height, width), never negative, in the mark's box; None for a map of zeros."""
    box, total = mark_box(*values.shape), float(values.sum(dtype=np.float64))
    inside = float(values[box.top : box.bottom, box.left : box.right].sum(dtype=np.float64))
    return inside / total if total > 0 else None


def _mark(side: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """How opaque each pixel (side, side) of the mark is, and how much of it is ink."""
    at = (np.arange(side * FINE) + 0.5) / (side * FINE) - 0.5
    rows, columns = np.meshgrid(at, at, indexing="ij")
    radius, angle = np.hypot(rows, columns), np.abs(np.arctan2(rows, columns))
    disc = radius <= 0.5
    ring = (radius > 0.4) & disc
    letter = (radius > 0.13) & (radius <= 0.25) & (angle > np.pi / 4)
    covered = _averaged(disc, side)
    inked = _averaged(ring | letter, side)
    return covered, np.divide(inked, covered, out=np.zeros_like(inked), where=covered > 0)


def _averaged(samples: NDArray[np.bool_], side: int) -> NDArray[np.float64]:
    """The mean of each pixel's FINE x FINE samples. -> (side, side)."""
    means: NDArray[np.float64] = samples.reshape(side, FINE, side, FINE).mean(axis=(1, 3))
    return means
