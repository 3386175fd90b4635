"""The tasks of vision on one picture: what each would answer here."""

from dataclasses import dataclass

import streamlit as st

from cnnlab.core.cards.scores import best, probabilities
from cnnlab.core.errors import N_
from cnnlab.core.requests import Classify, Segmented
from cnnlab.core.segmentation import labels
from cnnlab.core.segmentation.boxes import LEAST, Boxed, boxed
from cnnlab.core.segmentation.report import border_of, labels_without
from cnnlab.figures.segmented_sheets import boxes_picture, pieces_picture, tinted_picture
from cnnlab.ui.lessons.segmentation.answer import Answer
from cnnlab.ui.lessons.segmentation.settings import CONTROLS, Settings
from cnnlab.ui.shell.ask import ask, named
from cnnlab.ui.shell.cache import class_names, model_cards, squared
from cnnlab.ui.shell.held import Itself, held
from cnnlab.ui.shell.language import _, current, lesson
from cnnlab.ui.widgets.numbers import percent
from cnnlab.ui.widgets.pictures import Chosen

TITLE = N_("Tasks of vision")
CLASSIFIER = "efficientnet_lite0"
GUESSES = 3


@dataclass(frozen=True, eq=False)
class Drawn:
    """The pieces of the animal's mask, and the pictures of the four tasks that mark places, as JPEG files."""

    found: Boxed
    localized: bytes
    detected: bytes
    tinted: bytes
    pieces: bytes


def tasks(settings: Settings, answer: Answer | None) -> None:
    """Five tasks with their answers, and further ones by name."""
    if answer is None:
        return
    made = held(CONTROLS.key("tasks"), Itself(answer.found), lambda: _drawn(settings, answer.found))
    count = len(made.found.boxes)
    st.markdown(lesson("segmentation", "tasks"))
    first, second, third = st.columns(3, gap="medium")
    with first:
        _classification(settings.picture)
    with second:
        _task(_("Localization: one box"), made.localized, _localization(made.found))
    with third:
        _task(_("Detection: a box for each object"), made.detected, _("Boxes: {count}").format(count=count))
    first, second, third = st.columns(3, gap="medium")
    with first:
        _task(_("Semantic segmentation: a class for each pixel"), made.tinted, ", ".join(settings.names))
    with second:
        text = _("Connected pieces: {count}. Smaller than {least} of the picture, not counted: {left_out}.")
        words = text.format(count=count, least=f"{LEAST:.1%}", left_out=made.found.left_out)
        _task(_("Instance segmentation: each object by itself"), made.pieces, words)
    third.markdown(lesson("segmentation", "instances"))
    st.markdown(lesson("segmentation", "further_tasks"))


def _drawn(settings: Settings, found: Segmented) -> Drawn:
    """Boxes and pieces are of the whole animal, so border pixels get the likelier of the other classes."""
    mask, border = labels(found.probabilities, *found.size), border_of(settings.network.english)
    animal = mask if border is None else labels_without(found.probabilities, border, *found.size)
    pieces = boxed(animal == 0)
    pixels, boxes = settings.picture.pixels, pieces.boxes
    return Drawn(
        pieces,
        boxes_picture(pixels, boxes[:1]),
        boxes_picture(pixels, boxes),
        tinted_picture(pixels, mask, found.probabilities.shape[-1]),
        pieces_picture(pixels, pieces.pieces.index, len(boxes)),
    )


def _task(title: str, picture: bytes, words: str) -> None:
    st.markdown(f"**{title}**")
    st.image(picture, width="stretch", alt=title)
    st.caption(words)


def _localization(found: Boxed) -> str:
    if not found.boxes:
        return _("No animal found, so there is no box.")
    box = found.boxes[0]
    text = _("Around the largest piece: rows {top} to {bottom}, columns {left} to {right}")
    return text.format(top=box.top + 1, bottom=box.bottom, left=box.left + 1, right=box.right)


def _classification(picture: Chosen) -> None:
    """The likeliest classes, asked for when this tab is opened."""
    card = model_cards()[CLASSIFIER]
    size = card.input.height
    square = squared(picture.own, digest=picture.digest, _picture=picture.pixels, how="crop", size=size)
    title = _("Classification: one answer for the picture")
    st.markdown(f"**{title}**")
    pixels = named(f"{picture.digest} crop {size}", lambda: square.pixels)
    result = ask(Classify(CLASSIFIER, pixels), own=picture.own, part="tasks")
    if result is None:
        return
    st.image(square.pixels, width="stretch", alt=picture.name)
    shares = probabilities(result.value.logits, result.value.activation)
    names = class_names(CLASSIFIER, current())[0]
    guesses = [f"{names[index]} {percent(float(shares[index]))}" for index in best(shares, GUESSES)]
    st.caption(" · ".join(guesses))
