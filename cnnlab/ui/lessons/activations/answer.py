"""The engine's answer for the page: the maps of the chosen layer, and what is measured of all layers."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np
import streamlit as st

from cnnlab.core.activations.depth import Depth, over_depth
from cnnlab.core.pictures import Square, Squaring
from cnnlab.core.requests import ComputeMaps, FoundMaps, LayerActivity
from cnnlab.engine import Result
from cnnlab.ui.lessons.activations.settings import CONTROLS, Settings
from cnnlab.ui.shell.ask import ask, named
from cnnlab.ui.shell.cache import jpeg, squared
from cnnlab.ui.shell.errors import errors_shown
from cnnlab.ui.shell.held import Itself, held
from cnnlab.ui.widgets.pictures import Chosen

LARGEST = 640  # pixels a side of the picture in the figure
SQUARING: Squaring = "crop"


@dataclass(frozen=True)
class Answer:
    """The maps of the chosen layer, the numbers of all layers, and the picture for the browser."""

    result: Result[FoundMaps]
    depth: Depth
    at: int  # the place of the chosen layer among those that are shown
    square: Square
    picture: bytes  # a JPEG file

    @property
    def found(self) -> FoundMaps:
        return self.result.value

    @property
    def activity(self) -> LayerActivity:
        """What is measured of the chosen layer's channels."""
        return self.found.activity[self.at]


def find(settings: Settings) -> Answer | None:
    """Ask the engine, which shows its progress here; None if it fails or is cancelled."""
    with errors_shown():
        square = square_of(settings, settings.picture)
        shown = jpeg_of(settings.picture, square.view)
        result = maps_of(settings, settings.picture, partial(st.image, square.view, width=300))
        if result is None:
            return None
        activity = result.value.activity
        depth = held(CONTROLS.key("depth"), Itself(activity), lambda: over_depth(activity))
        return Answer(result, depth, settings.layers.index(settings.layer), square, shown)
    return None


def maps_of(
    settings: Settings, picture: Chosen, meanwhile: Callable[[], object] | None = None, part: str = ""
) -> Result[FoundMaps] | None:
    """The maps of the chosen layer for a picture, remembered or from the engine."""
    pixels = named(f"{picture.digest} {SQUARING} {settings.size}", lambda: square_of(settings, picture).pixels)
    layers = tuple(layer.output for layer in settings.layers)
    request = ComputeMaps(settings.card.id, pixels, layers, settings.layer.output, settings.layer.name)
    return ask(request, meanwhile, own=picture.own, part=part)


def square_of(settings: Settings, picture: Chosen) -> Square:
    """The centre of a picture as the network takes it."""
    return squared(picture.own, digest=picture.digest, _picture=picture.pixels, how=SQUARING, size=settings.size)


def jpeg_of(picture: Chosen, view: np.ndarray) -> bytes:
    """The square of a picture for the browser."""
    return jpeg(picture.own, digest=f"{picture.digest}-{SQUARING}", _picture=view, most=LARGEST)
