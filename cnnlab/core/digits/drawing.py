"""Digits: what a hand drew made into the 28x28 pixels of MNIST, and the bundled pieces of its test set."""

import json
from dataclasses import dataclass
from functools import cache
from math import floor
from pathlib import Path

import numpy as np

from cnnlab.core.errors import N_, CnnLabError

SIDE = 28  # pixels a side of what the network takes
UNITS = 280  # steps a side of the paper that is drawn on
PEN = 28  # units: how wide a stroke is; with this, ten drawn digits have the mean ink of MNIST, 0.13
BOX = 20  # pixels a side into which MNIST's digits were fitted
CENTRE = 14  # the row and the column of MNIST's centres of mass, counted from 0: all 70,000 lie within half a pixel
MOST_ENLARGED = 2  # a dot would become a block of 20 pixels
MOST_INK = 4000  # characters, about 2000 points
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
HALF = len(ALPHABET) // 2
SAMPLES = Path(__file__).parent / "samples"


class DigitError(CnnLabError):
    """Ink that cannot be read, or a bundled piece that there is not."""


@dataclass(frozen=True)
class Piece:
    """A bundled test picture, `kind` "mnist" or "fashion", `label` the class that it belongs to."""

    id: str
    kind: str
    label: int
    picture: np.ndarray  # uint8 (28, 28), 255 is ink


def strokes(ink: str) -> list[list[tuple[int, int]]]:
    """The strokes that a text of ink tells, each a list of points (x, y) from 0 to 279.

    Strokes are parted by dots. A stroke is x and y of its first point, two letters of `ALPHABET` each, then x and y of
    each step from -32 to 31, one letter each: short enough for a link. Raises DigitError for any other text.

    >>> strokes("AKAUhg.CACA")
    [[(10, 20), (11, 20)], [(128, 128)]]
    """
    if len(ink) > MOST_INK:
        raise DigitError(
            N_("A drawing of at most {most} characters was expected; {came} came. Draw it with fewer strokes."),
            most=MOST_INK,
            came=len(ink),
        )
    return [_stroke(each) for each in ink.split(".")] if ink else []


def _stroke(text: str) -> list[tuple[int, int]]:
    digits = [ALPHABET.find(letter) for letter in text]
    if len(digits) < 4 or len(digits) % 2 or min(digits) < 0:
        raise DigitError(
            N_("A stroke of at least four letters, an even number of them, was expected; {came} came."), came=repr(text)
        )
    points = np.array([[digits[0] * 64 + digits[1], digits[2] * 64 + digits[3]]])
    steps = np.array(digits[4:]).reshape(-1, 2) - HALF
    points = np.concatenate([points, points + steps.cumsum(axis=0)])
    if points.min() < 0 or points.max() >= UNITS:
        raise DigitError(
            N_("Points from 0 to {last} were expected; the stroke {came} leaves them."), last=UNITS - 1, came=repr(text)
        )
    return [(int(x), int(y)) for x, y in points]


def drawn(ink: str, like_mnist: bool = True) -> np.ndarray:
    """The pixels of a drawing, uint8 (28, 28), 255 where the ink is, grey at its edges.

    With `like_mnist` the drawing is "size normalized to fit in a 20x20 pixel box while preserving [its] aspect ratio"
    and "centered in a 28x28 image by computing the center of mass" (LeCun, Cortes, Burges, The MNIST database); what is
    smaller than half the box is enlarged less, to twice its size. Else it stays as drawn. Raises DigitError.

    The pen grows and shrinks with the drawing. cnnlab/ui/lessons/digit/ink.js does the same while one draws.

    >>> int(drawn("").max()), int(drawn("CACA", like_mnist=False)[12, 12])
    (0, 255)
    """
    lines = [(np.array(each) + 0.5) * SIDE / UNITS for each in strokes(ink)]
    radius = PEN / 2 * SIDE / UNITS
    if not lines:
        return np.zeros((SIDE, SIDE), np.uint8)
    if not like_mnist:
        return _inked(lines, radius)
    points = np.concatenate(lines)
    least, most = points.min(axis=0) - radius, points.max(axis=0) + radius
    scale = min(BOX / float((most - least).max()), MOST_ENLARGED)
    return centred(_inked([(each - least) * scale for each in lines], radius * scale))


def _inked(lines: list[np.ndarray], radius: float) -> np.ndarray:
    """Lines of points (x, y), in pixels, drawn with a round pen: a pixel is as grey as the edge is near its centre."""
    starts = np.concatenate([each[: max(1, len(each) - 1)] for each in lines])
    ends = np.concatenate([each[min(1, len(each) - 1) :] for each in lines])
    along = ends - starts
    rows, columns = np.mgrid[:SIDE, :SIDE] + 0.5
    aside = np.stack([columns, rows], axis=-1)[:, :, None] - starts  # (28, 28, segments, 2)
    share = (aside * along).sum(axis=-1) / np.maximum((along**2).sum(axis=-1), 1e-12)
    nearest = aside - np.clip(share, 0, 1)[..., None] * along
    distance = np.sqrt((nearest**2).sum(axis=-1).min(axis=-1))
    return np.floor(255 * np.clip(radius + 0.5 - distance, 0, 1) + 0.5).astype(np.uint8)


def centred(picture: np.ndarray) -> np.ndarray:
    """A picture (28, 28) moved by whole pixels until its centre of mass lies within half a pixel of row and column 14.

    It is moved less where it would lose ink over an edge. MNIST's own digits stay where they are.

    >>> one = np.zeros((28, 28), np.uint8)
    >>> one[3, 5] = 255
    >>> [int(each[0]) for each in centred(one).nonzero()]
    [14, 14]
    """
    if not picture.any():
        return picture
    moved = picture
    for axis in (0, 1):
        weights = picture.sum(axis=1 - axis, dtype=float)
        inked = np.flatnonzero(weights)
        by = floor(CENTRE - float(weights @ np.arange(SIDE) / weights.sum()) + 0.5)
        moved = np.roll(moved, min(max(by, -inked[0]), SIDE - 1 - inked[-1]), axis)
    return moved


@cache
def pieces() -> dict[str, Piece]:
    """The bundled test pictures by id: a plain digit of each class, an odd one of each, then 20 of Fashion-MNIST.

    >>> len(pieces()), pieces()["mnist-7"].label
    (40, 7)
    """
    with np.load(SAMPLES / "digits.npz") as file:
        pictures = file["pictures"]
    listed = json.loads((SAMPLES / "digits.json").read_text(encoding="utf-8"))
    return {
        each["id"]: Piece(each["id"], each["kind"], each["label"], picture)
        for each, picture in zip(listed, pictures, strict=True)
    }
