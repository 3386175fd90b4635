"""The engine's answers for the page: the maps of the chosen layer, and what is measured of all layers."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from cnnlab.core.activations.depth import Depth, over_depth
from cnnlab.core.pictures import Square, Squaring
from cnnlab.core.requests import ComputeMaps, FoundMaps, MeasureLayers
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
    """The maps of the chosen layer, its numbers, and the picture for the browser."""

    result: Result[FoundMaps]
    depth: Depth  # of the chosen layer alone
    square: Square
    picture: bytes  # a JPEG file

    @property
    def found(self) -> FoundMaps:
        return self.result.value


def find(settings: Settings) -> Answer | None:
    """Ask the engine, which shows its progress here; None if it fails or is cancelled."""
    with errors_shown():
        square = square_of(settings, settings.picture)
        shown = jpeg_of(settings.picture, square.view)
        result = maps_of(settings, settings.picture, partial(st.image, square.view, width=300))
        if result is None:
            return None
        activity = result.value.activity
        depth = held(CONTROLS.key("layer_depth"), Itself(activity), lambda: over_depth([activity]))
        return Answer(result, depth, square, shown)
    return None


def maps_of(
    settings: Settings, picture: Chosen, meanwhile: Callable[[], object] | None = None, part: str = ""
) -> Result[FoundMaps] | None:
    """The maps of the chosen layer for a picture, remembered or from the engine."""
    layer, layers = settings.layer, _outputs(settings)
    request = ComputeMaps(settings.card.id, _pixels(settings, picture), layers, layer.output, layer.name)
    return ask(request, meanwhile, own=picture.own, part=part)


def measured(settings: Settings) -> Depth | None:
    """What is measured of all layers, remembered or from the engine; None if it fails or is cancelled."""
    picture = settings.picture
    request = MeasureLayers(settings.card.id, _pixels(settings, picture), _outputs(settings))
    result = ask(request, own=picture.own, part="depth")
    if result is None:
        return None
    return held(CONTROLS.key("depth"), Itself(result.value), lambda: over_depth(result.value))


def _outputs(settings: Settings) -> tuple[str, ...]:
    return tuple(layer.output for layer in settings.layers)


def _pixels(settings: Settings, picture: Chosen) -> NDArray[np.uint8]:
    return named(f"{picture.digest} {SQUARING} {settings.size}", lambda: square_of(settings, picture).pixels)


def square_of(settings: Settings, picture: Chosen) -> Square:
    """The centre of a picture as the network takes it."""
    return squared(picture.own, digest=picture.digest, _picture=picture.pixels, how=SQUARING, size=settings.size)


def jpeg_of(picture: Chosen, view: np.ndarray) -> bytes:
    """The square of a picture for the browser."""
    return jpeg(picture.own, digest=f"{picture.digest}-{SQUARING}", _picture=view, most=LARGEST)
