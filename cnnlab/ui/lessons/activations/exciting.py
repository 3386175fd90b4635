"""What excites a channel most: the places in the bundled photographs where it is largest, beside its kernel."""

import streamlit as st

from cnnlab.core.activations.exciting import excited, stored
from cnnlab.core.errors import N_
from cnnlab.core.pictures import samples
from cnnlab.core.requests import Exciting, FindExciting
from cnnlab.figures.encode import PictureStrip, picture_strip
from cnnlab.ui.lessons.activations.answer import Answer
from cnnlab.ui.lessons.activations.patches_view import patches_view
from cnnlab.ui.lessons.activations.settings import CONTROLS, Settings
from cnnlab.ui.lessons.activations.show import seen_in
from cnnlab.ui.shell.ask import ask
from cnnlab.ui.shell.cache import squared_samples
from cnnlab.ui.shell.held import held
from cnnlab.ui.shell.language import _, lesson
from cnnlab.ui.widgets.contrasts import page_button

TITLE = N_("What excites a channel")
FILTERS = "pages/filters.py"


def exciting(settings: Settings, answer: Answer | None) -> None:
    """The chosen channel's photographs; which one is chosen, the figure says."""
    if answer is None:
        return
    st.markdown(lesson("activations", "exciting", layer=settings.layer.name), width=840)
    found = _found(settings)
    if found is not None:
        photographs = held(CONTROLS.key("photographs"), settings.size, lambda: _photographs(settings.size))
        patches_view(settings.layer.name, found, photographs, answer.found.kernels, seen_in(settings))
    if settings.card.task == "classification" and "Pooling" not in settings.layer.kind:
        _filters(settings)


def _filters(settings: Settings) -> None:
    """The way to the page where pictures are made that excite a filter even more, for the same layer."""
    there = {"filt_model": settings.card.id, "filt_layer": settings.layer.name}  # by the keys of that page
    page_button(_("See what its filters want to see"), FILTERS, there, key=CONTROLS.key("to_filters"))


def _found(settings: Settings) -> Exciting | None:
    """What is stored for the network, or what the engine finds."""
    known = held(CONTROLS.key("stored"), settings.card.sha256, lambda: stored(settings.card))
    if known is None:
        layers = tuple(layer.output for layer in settings.layers)
        result = ask(FindExciting(settings.card.id, layers), part="exciting")
        if result is None:
            return None
        known = result.value
    return excited(settings.layers, known, settings.layer.name)


def _photographs(size: int) -> PictureStrip:
    ids = tuple(photograph.id for photograph in samples())
    return picture_strip([squared_samples(size=size, ids=ids)[name] for name in ids])
