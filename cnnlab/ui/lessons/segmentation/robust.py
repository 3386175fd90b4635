"""Try and break it: the picture turned, mirrored and recoloured, and how far the mask stays the same."""

from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import Any

import numpy as np
import streamlit as st

from cnnlab.core.errors import N_
from cnnlab.core.requests import Segmented, SegmentedPictures, SegmentPictures
from cnnlab.core.segmentation.changes import CHANGES
from cnnlab.figures.encode import reduced
from cnnlab.figures.tried import Tried, tried
from cnnlab.ui.lessons.segmentation.answer import Answer
from cnnlab.ui.lessons.segmentation.settings import CONTROLS, Settings
from cnnlab.ui.shell.ask import ask, named, note_cpu_fallback
from cnnlab.ui.shell.language import _, lesson
from cnnlab.ui.widgets.controls import one_of, show
from cnnlab.ui.widgets.numbers import counted_percent

TITLE = N_("Try and break it")
STYLE = Path(__file__).with_name("robust.css").read_text(encoding="utf-8")
COMPARED, ORDER = CONTROLS.key("compared"), CONTROLS.key("order")
LARGEST = 512  # pixels a side of the picture that is changed
ORDERS = {"given": N_("As listed"), "worst": N_("Least alike first")}
ITSELF = "itself"
MISLEADING = {
    "drawing": N_("A cat in a drawing"),
    "astronaut": N_("A face"),
    "flower": N_("A flower alone"),
    "sheep": N_("A sheep"),
    "parrot": N_("A parrot"),
    "otters": N_("Two otters"),
    "siamese": N_("A cat with dark paws"),
}


def robust(settings: Settings, answer: Answer | None) -> None:
    """The changes of the picture as cards, each with the agreement of its mask."""
    st.markdown(lesson("segmentation_tabs", "robust"), width=840)
    if answer is None:
        return
    names = settings.names
    with st.container(horizontal=True):
        options = list(range(len(names)))
        compared = one_of(st.segmented_control, _("IoU of"), options, COMPARED, 0, names.__getitem__, required=True)
        order = one_of(
            st.segmented_control, _("Order"), list(ORDERS), ORDER, "given", lambda name: _(ORDERS[name]), required=True
        )
    picture = settings.picture
    pictures: Any = named(f"{picture.digest} changed", lambda: _changed(picture.pixels))
    request = SegmentPictures(settings.card.id, pictures, (ITSELF, *CHANGES))
    found = ask(request, own=picture.own, part="robust", convert=lambda answer: _tried(picture.pixels, answer))
    if found is None:
        return
    note_cpu_fallback(found)
    cards = found.value
    if order == "worst":
        cards = tuple(sorted(cards, key=lambda card: card.equal))
    st.markdown(_summary(cards))
    st.html(f"<style>{STYLE}</style><div class='tried'>{''.join(_card(card, compared, names) for card in cards)}</div>")
    st.caption(lesson("segmentation_tabs", "robust_measured", most=LARGEST))
    _misleading()


def _misleading() -> None:
    """Pictures that such networks get wrong; a click shows one in the figure."""
    st.markdown(lesson("segmentation_tabs", "misleading"), width=840)
    with st.container(horizontal=True):
        for name, title in MISLEADING.items():
            changes = {CONTROLS.key("source"): "example", CONTROLS.key("picture"): name}
            st.button(_(title), key=CONTROLS.key(f"mislead_{name}"), on_click=show, args=(changes,))


def _changed(picture: np.ndarray) -> Any:
    """The picture itself, and changed in every way."""
    small = reduced(picture, LARGEST)
    return (small, *(np.ascontiguousarray(change.apply(small)) for change in CHANGES.values()))


def _tried(picture: np.ndarray, answer: SegmentedPictures) -> tuple[Tried, ...]:
    plain, *changed = [each for each in answer.found if isinstance(each, Segmented)]
    return tried(picture, CHANGES, plain, changed)


def _summary(cards: Sequence[Tried]) -> str:
    best, worst = max(cards, key=lambda card: card.equal), min(cards, key=lambda card: card.equal)
    text = _("Least change of the mask: **{best}** ({most} of the pixels equal). Most: **{worst}** ({least}).")
    return text.format(
        best=_(CHANGES[best.name].title),
        most=counted_percent(best.equal),
        worst=_(CHANGES[worst.name].title),
        least=counted_percent(worst.equal),
    )


def _card(card: Tried, compared: int, names: Sequence[str]) -> str:
    overlap = card.overlaps[compared]
    iou = _("in neither mask") if overlap is None else f"IoU {overlap:.3f}"
    title, equal = _(CHANGES[card.name].title), _("of the pixels equal")
    changed, difference = _("The changed picture with its mask"), _("Where the masks differ")
    return (
        f"<figure><figcaption>{escape(title)}</figcaption><div class='pair'>"
        f"<img src='{card.changed}' alt='{escape(changed)}'>"
        f"<img src='{card.difference}' alt='{escape(difference)}'></div>"
        f"<p><b>{counted_percent(card.equal)}</b> {escape(equal)} · {escape(names[compared])}: {iou}</p></figure>"
    )
