"""Drawings as 28x28 pixels in MNIST's format."""

from math import floor

import numpy as np

from cnnlab.core.errors import N_, CnnLabError

SIDE = 28  # pixels, the side of the network's input
UNITS = 280  # steps, the side of the drawing area
PEN = 28  # the width of a stroke in steps; with it, drawn digits have as much ink as MNIST's, 0.13 on average
BOX = 20  # pixels, the side of the box that MNIST's digits were scaled to fit
CENTRE = 14  # row and column of MNIST's centres of mass, counted from 0: all 70,000 are within half a pixel
MAX_SCALE = 2  # without it, a dot would become a block of 20 pixels
MAX_INK = 4000  # characters, about 2000 points
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
HALF = len(ALPHABET) // 2


class DigitError(CnnLabError):
    """The ink of a drawing is invalid."""


def strokes(ink: str) -> list[list[tuple[int, int]]]:
    """Decode a text of ink into strokes, lists of points (x, y) from 0 to 279.

    Strokes are separated by dots. A stroke is the x and y of its first point, two letters of `ALPHABET` each, then the
    x and y of every step to the next point, from -32 to 31, one letter each: short enough for a link. Raises DigitError
    for any other text.

    >>> strokes("AKAUhg.CACA")
    [[(10, 20), (11, 20)], [(128, 128)]]
    """
    if len(ink) > MAX_INK:
        raise DigitError(
            N_("This drawing takes {length:,} characters; the limit is {most:,}. Draw it with fewer strokes."),
            length=len(ink),
            most=MAX_INK,
        )
    return [_stroke(text) for text in ink.split(".")] if ink else []


def _stroke(text: str) -> list[tuple[int, int]]:
    digits = [ALPHABET.find(letter) for letter in text]
    if len(digits) < 4 or len(digits) % 2 or min(digits) < 0:
        raise DigitError(
            N_("The stroke {stroke} is invalid: it needs an even number of letters, at least four. Draw it again."),
            stroke=repr(text),
        )
    points = np.array([[digits[0] * 64 + digits[1], digits[2] * 64 + digits[3]]])
    steps = np.array(digits[4:]).reshape(-1, 2) - HALF
    points = np.concatenate([points, points + steps.cumsum(axis=0)])
    if points.min() < 0 or points.max() >= UNITS:
        raise DigitError(
            N_("The stroke {stroke} leaves the drawing area, which is 0 to {last} along each axis. Draw it again."),
            stroke=repr(text),
            last=UNITS - 1,
        )
    return [(int(x), int(y)) for x, y in points]


def drawn(ink: str, like_mnist: bool = True) -> np.ndarray:
    """Return the pixels of a drawing, uint8 (28, 28), 255 for ink, grey at its edges.

    With `like_mnist` the drawing is "size normalized to fit in a 20x20 pixel box while preserving [its] aspect ratio"
    and "centered in a 28x28 image by computing the center of mass" (LeCun, Cortes, Burges, The MNIST database), except
    that it is enlarged to at most twice its size. Otherwise it stays as drawn. Raises DigitError like `strokes`.

    The pen is scaled with the drawing. cnnlab/ui/lessons/digit/ink.js does the same in the browser while one draws.

    >>> int(drawn("").max()), int(drawn("CACA", like_mnist=False)[12, 12])
    (0, 255)
    """
    lines = [(np.array(stroke) + 0.5) * SIDE / UNITS for stroke in strokes(ink)]
    radius = PEN / 2 * SIDE / UNITS
    if not lines:
        return np.zeros((SIDE, SIDE), np.uint8)
    if not like_mnist:
        return _inked(lines, radius)
    points = np.concatenate(lines)
    low, high = points.min(axis=0) - radius, points.max(axis=0) + radius
    scale = min(BOX / float((high - low).max()), MAX_SCALE)
    return centred(_inked([(line - low) * scale for line in lines], radius * scale))


def _inked(lines: list[np.ndarray], radius: float) -> np.ndarray:
    """Draw lines of points (x, y), in pixels, with a round pen; edges are antialiased by distance."""
    starts = np.concatenate([line[: max(1, len(line) - 1)] for line in lines])
    ends = np.concatenate([line[min(1, len(line) - 1) :] for line in lines])
    along = ends - starts
    rows, columns = np.mgrid[:SIDE, :SIDE] + 0.5
    offset = np.stack([columns, rows], axis=-1)[:, :, None] - starts  # (28, 28, segments, 2)
    fraction = (offset * along).sum(axis=-1) / np.maximum((along**2).sum(axis=-1), 1e-12)
    nearest = offset - np.clip(fraction, 0, 1)[..., None] * along
    distance = np.sqrt((nearest**2).sum(axis=-1).min(axis=-1))
    return np.asarray(np.floor(255 * np.clip(radius + 0.5 - distance, 0, 1) + 0.5), np.uint8)


def centred(picture: np.ndarray) -> np.ndarray:
    """Move a picture (28, 28) by whole pixels until its centre of mass is within half a pixel of row and column 14.

    It is moved less if it would lose ink at an edge. MNIST's own digits are not moved.

    >>> one = np.zeros((28, 28), np.uint8)
    >>> one[3, 5] = 255
    >>> [int(index[0]) for index in centred(one).nonzero()]
    [14, 14]
    """
    if not picture.any():
        return picture
    moved = picture
    for axis in (0, 1):
        weights = picture.sum(axis=1 - axis, dtype=float)
        inked = np.flatnonzero(weights)
        shift = floor(CENTRE - float(weights @ np.arange(SIDE) / weights.sum()) + 0.5)
        moved = np.roll(moved, min(max(shift, -inked[0]), SIDE - 1 - inked[-1]), axis)
    return moved
