"""The bundled photographs, and resizing to the input size of a network."""

import json
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal

import numpy as np
from PIL import Image

from cnnlab.core.errors import N_
from cnnlab.core.pictures.decoding import open_picture
from cnnlab.core.pictures.refusals import PictureError

SAMPLES = Path(__file__).parent / "samples"
KEPT = 8  # opened photographs; all of them are 25 MB
GREY = 127  # close to 0 for a network that scales its inputs to -1..1

Squaring = Literal["crop", "pad", "stretch"]


@dataclass(frozen=True)
class Sample:
    """A bundled photograph and its credit; `label` names what it shows: "cat", "dog", "cup"."""

    id: str
    file: str
    title: str
    label: str
    credit: str


@dataclass(frozen=True)
class Square:
    """A picture made square for a network.

    `pixels` (size, size, 3) is the network's input, `view` the same part of the picture at full resolution, which
    shares the picture's memory unless borders were added.
    """

    pixels: np.ndarray
    view: np.ndarray
    stretch: float  # by what factor one axis was stretched more than the other; 1 for crop and pad


@cache
def samples() -> list[Sample]:
    """Return the bundled photographs; pages start with the first one."""
    return [Sample(**entry) for entry in json.loads((SAMPLES / "samples.json").read_text(encoding="utf-8"))]


@lru_cache(maxsize=KEPT)
def sample(sample_id: str) -> np.ndarray:
    """Return a bundled photograph, uint8 (height, width, 3), read-only; PictureError for an unknown id.

    >>> sample("china").shape
    (427, 640, 3)
    """
    files = {photograph.id: photograph.file for photograph in samples()}
    if sample_id not in files:
        raise PictureError(
            N_("There is no picture {id}. Choose one of {known}."), id=repr(sample_id), known=", ".join(files)
        )
    picture = open_picture((SAMPLES / files[sample_id]).read_bytes())
    picture.setflags(write=False)
    return picture


def square(picture: np.ndarray, how: Squaring, size: int) -> Square:
    """Make a picture (height, width, 3) square and resize it once, with antialiasing, to (size, size, 3).

    `crop` keeps the centre, `pad` adds grey borders, `stretch` compresses the longer axis.
    """
    height, width = picture.shape[:2]
    view = picture
    if how == "crop":
        side = min(height, width)
        left, top = (width - side) // 2, (height - side) // 2
        view = picture[top : top + side, left : left + side]
    elif how == "pad":
        side = max(height, width)
        left, top = (side - width) // 2, (side - height) // 2
        view = np.full((side, side, 3), GREY, np.uint8)
        view[top : top + height, left : left + width] = picture
    pixels = Image.fromarray(view).resize((size, size), Image.Resampling.BICUBIC)
    stretch = max(height, width) / min(height, width) if how == "stretch" else 1.0
    return Square(np.asarray(pixels), view, stretch)
