"""A picture turned, mirrored or recoloured; what moves its pixels is undone exactly, so that masks can be compared."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageFilter

from cnnlab.core.errors import N_

NIGHT, BRIGHT, CONTRAST = 0.2, 1.8, 0.35
NOISE, SEED = 40.0, 0  # grey levels of the normal distribution's standard deviation
BLUR = 0.012  # of the picture's longer side, the Gaussian's standard deviation
LUMA = (0.299, 0.587, 0.114)  # ITU-R BT.601, as in most grey conversions
Arrays = Callable[[np.ndarray], np.ndarray]


def _same(array: np.ndarray) -> np.ndarray:
    return array


@dataclass(frozen=True)
class Change:
    """What is done to a picture (height, width, 3), and what undoes its geometry in an array (height, width, ...).

    Flips and quarter turns move whole pixels, so that undoing them is exact; changes of colour move nothing.
    """

    title: str
    apply: Arrays
    undo: Arrays = _same

    @property
    def moves(self) -> bool:
        """Whether pixels change their places."""
        return self.undo is not _same


def _turned(quarters: int) -> Arrays:
    return lambda array: np.rot90(array, quarters)


def _scaled(factor: float, centre: float = 0.0) -> Arrays:
    return lambda picture: _bytes(centre + factor * (picture.astype(np.float32) - centre))


def _grey(picture: np.ndarray) -> np.ndarray:
    return _bytes(np.repeat((picture @ np.array(LUMA, np.float32))[..., None], 3, axis=-1))


def _noisy(picture: np.ndarray) -> np.ndarray:
    return _bytes(picture + np.random.default_rng(SEED).normal(0, NOISE, picture.shape).astype(np.float32))


def _blurred(picture: np.ndarray) -> np.ndarray:
    radius = BLUR * max(picture.shape[:2])
    return np.asarray(Image.fromarray(picture).filter(ImageFilter.GaussianBlur(radius)))


def _bytes(values: np.ndarray) -> np.ndarray:
    made: np.ndarray = np.clip(values.round(), 0, 255).astype(np.uint8)
    return made


CHANGES: dict[str, Change] = {
    "mirrored": Change(N_("Mirrored"), np.fliplr, np.fliplr),
    "left": Change(N_("A quarter turn to the left"), _turned(1), _turned(-1)),
    "right": Change(N_("A quarter turn to the right"), _turned(-1), _turned(1)),
    "upside_down": Change(N_("Upside down (half a turn)"), _turned(2), _turned(2)),
    "grey": Change(N_("Without colour"), _grey),
    "negative": Change(N_("Negative: dark and light swapped"), lambda picture: 255 - picture),
    "swapped": Change(N_("Red and blue swapped"), lambda picture: picture[..., ::-1]),
    "night": Change(N_("Night: a fifth of the brightness"), _scaled(NIGHT)),
    "bright": Change(N_("Overexposed: 1.8 times as bright"), _scaled(BRIGHT)),
    "flat": Change(N_("Fog: about a third of the contrast"), _scaled(CONTRAST, 160.0)),
    "noise": Change(N_("Noise"), _noisy),
    "blur": Change(N_("Out of focus"), _blurred),
}
