"""The engine's answer for the page: the network's own output for the whole picture."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import streamlit as st

from cnnlab.core.requests import Segmented, SegmentPicture
from cnnlab.core.segmentation.summary import Summary, summary
from cnnlab.engine import Result
from cnnlab.ui.lessons.segmentation.settings import CONTROLS, Settings
from cnnlab.ui.shell.ask import ask, named
from cnnlab.ui.shell.cache import jpeg
from cnnlab.ui.shell.errors import errors_shown
from cnnlab.ui.shell.held import Itself, held_by_all
from cnnlab.ui.widgets.pictures import Chosen

LARGEST = 1024  # pixels a side of the picture in the figure


@dataclass(frozen=True)
class Answer:
    """The output of the chosen network, the numbers that it comes to, and the picture for the browser."""

    result: Result[Segmented]
    summary: Summary
    picture: bytes  # a JPEG file

    @property
    def found(self) -> Segmented:
        return self.result.value


def find(settings: Settings) -> Answer | None:
    """Ask the engine, which shows its progress here; None if it fails or is cancelled."""
    with errors_shown():
        shown = jpeg_of(settings.picture)
        result = segmented(settings.card.id, settings.picture, partial(st.image, shown))
        if result is None:
            return None
        found = result.value
        settings.network.check_names(found.probabilities.shape[-1])
        made = held_by_all(CONTROLS.key("summary"), Itself(found), lambda: summary(found.probabilities, *found.size))
        return Answer(result, made, shown)
    return None


def segmented(
    model: str, picture: Chosen, meanwhile: Callable[[], object] | None = None, part: str = ""
) -> Result[Segmented] | None:
    """What a network says of a picture, remembered or from the engine; the tabs share it with the figure."""
    request = SegmentPicture(model, named(picture.digest, lambda: picture.pixels))
    return ask(request, meanwhile, own=picture.own, part=part)


def jpeg_of(picture: Chosen) -> bytes:
    """The picture for the browser."""
    return jpeg(picture.own, digest=picture.digest, _picture=picture.pixels, most=LARGEST)
