"""Clever Hans: a network that reads a mark in the corner, found by its heat maps."""

from typing import Any

import numpy as np
import streamlit as st

from cnnlab.core.cards import ModelCard
from cnnlab.core.cards.scores import probabilities
from cnnlab.core.errors import N_
from cnnlab.core.heat_map_scores import on_picture
from cnnlab.core.pictures import Square
from cnnlab.core.pictures.planted_mark import mark_share, marked, share_on_mark
from cnnlab.core.requests import Explain, Explanation
from cnnlab.figures.encode import picture_strip, reduced
from cnnlab.figures.heat import blend
from cnnlab.figures.palette import EVEN
from cnnlab.ui.lessons.grad_cam.answer import Answer
from cnnlab.ui.lessons.grad_cam.settings import CONTROLS, Settings
from cnnlab.ui.shell.ask import ask, named
from cnnlab.ui.shell.cache import class_names, model_cards, squared
from cnnlab.ui.shell.held import Itself, held
from cnnlab.ui.shell.language import _, current, lesson
from cnnlab.ui.widgets.controls import switch
from cnnlab.ui.widgets.numbers import numbers, percent
from cnnlab.ui.widgets.picture_grid import picture_grid
from cnnlab.ui.widgets.table import table

TITLE = N_("Clever Hans")
NETWORK, LAYER = "clever_hans", "conv4"
MARK = CONTROLS.key("hans_mark")
SIDE, OPACITY = 420, 0.75
TRIES = {
    N_("A dog with the mark"): ("retriever", True),
    N_("The same dog without it"): ("retriever", False),
    N_("A cat with the mark"): ("tabby", True),
    N_("A cup of coffee with the mark"): ("coffee", True),
}
FIGURES = {
    "test accuracy": N_("Test pictures as in training: the mark on every dog"),
    "test accuracy without the mark": N_("The same pictures without the mark"),
    "test accuracy with the mark on the cats instead": N_("The mark on every cat instead"),
}


def clever_hans(settings: Settings, _answer: Answer | None) -> None:
    """The mark as a switch; the answer, and two maps that find what it comes from."""
    card = model_cards().get(NETWORK)
    if card is None:
        st.info(_("The network of this section is not installed."))
        return
    st.markdown(lesson("grad_cam_trust", "hans"), width=840)
    with st.container(horizontal=True):
        for at, (label, (picture, mark)) in enumerate(TRIES.items()):
            changes = {CONTROLS.key("source"): "example", CONTROLS.key("picture"): picture, MARK: mark}
            st.button(_(label), key=CONTROLS.key(f"hans_{at}"), on_click=_choose, args=(changes,))
    with_mark = switch(_("Mark in the corner"), MARK, True)
    _explained(settings, card, with_mark)
    st.markdown(lesson("grad_cam_trust", "hans_found"), width=840)
    st.markdown(_accuracies(card))


def _choose(changes: dict[str, Any]) -> None:
    """Set the picture and the mark; what this section shows of them stays in sight."""
    st.session_state.update(changes)


def _explained(settings: Settings, card: ModelCard, with_mark: bool) -> None:
    """What the network answers for the picture of the page, and where its evidence comes from."""
    picture, side = settings.picture, card.input.height
    square = squared(picture.own, digest=picture.digest, _picture=picture.pixels, how=settings.squaring, size=side)
    pixels = named(
        f"{picture.digest} {settings.squaring} {side} {with_mark}",
        lambda: marked(square.pixels) if with_mark else square.pixels,
    )
    explained = ask(Explain(NETWORK, pixels, LAYER), own=picture.own, part="hans")
    if explained is None:
        return
    found = explained.value
    occlusion = Explain(NETWORK, pixels, None, found.class_index, "occlusion")
    occluded = ask(occlusion, own=picture.own, part="hans_occluded")
    if occluded is None:
        return
    given = (Itself(found), Itself(occluded.value), Itself(square), with_mark, current())
    made = held(CONTROLS.key("hans_made"), given, lambda: _made(card, found, occluded.value.heat, square, with_mark))
    numbers(made["numbers"])
    tiles, original = made["strips"]
    picture_grid(tiles, original, made["captions"], 3, CONTROLS.key("hans_maps"), widest=SIDE)


def _made(card: ModelCard, found: Explanation, occluded: np.ndarray, square: Square, with_mark: bool) -> dict[str, Any]:
    names = class_names(card.id, current())[0]
    share = float(probabilities(found.logits, found.activation)[found.class_index])
    view = reduced(square.view, SIDE)
    view = marked(view) if with_mark else view
    maps = [on_picture(heat, card.input.height) for heat in (found.heat, occluded)]
    shown: list[tuple[str, ...]] = [
        (_("Answer"), names[found.class_index], _("cat or dog")),
        (_("Probability"), percent(share)),
    ]
    if with_mark:
        on_mark = [share_on_mark(values) for values in maps]
        note = _("the mark covers {share} of the picture").format(
            share=percent(mark_share(card.input.height, card.input.width))
        )
        for title, value in zip((_("Grad-CAM on the mark"), _("Occlusion on the mark")), on_mark, strict=True):
            shown.append((title, "\u2013" if value is None else percent(value), note))
    tiles = [view, *(blend(view, values, EVEN, OPACITY) for values in maps)]
    captions = [
        _("What the network gets"),
        _("Grad-CAM at {layer}: evidence for {name}").format(layer=LAYER, name=names[found.class_index]),
        _("Occlusion: how far the logit falls when a square covers the place"),
    ]
    return {
        "numbers": shown,
        "strips": (picture_strip(tiles), picture_strip([view])),
        "captions": captions,
    }


def _accuracies(card: ModelCard) -> str:
    by_figure = {measured.figure: measured for measured in card.measured}
    rows = [[_(title), percent(by_figure[figure].value)] for figure, title in FIGURES.items() if figure in by_figure]
    count = card.training.data.get("test", 0) if card.training else 0
    return table([_("Measured on {count} photographs").format(count=f"{count:,}"), _("Accuracy")], rows)
