"""What the head has learned: its answers to the validation pictures, in a plane of their features and as a matrix."""

from pathlib import Path
from typing import Any

import numpy as np
import streamlit as st

from cnnlab.core.errors import N_
from cnnlab.core.requests import FeaturePlane, JudgedPhotographs, JudgePhotographs, JudgePicture, ProjectFeatures
from cnnlab.core.transfer import Confusion, HeadSettings, confusion, most_certain_mistakes, read_labels
from cnnlab.core.transfer.pictures import data_folder
from cnnlab.core.transfer.plane import placed
from cnnlab.ui.lessons.transfer.answer import Answer
from cnnlab.ui.lessons.transfer.learned_photographs import matrix_of_photographs
from cnnlab.ui.lessons.transfer.pictures_on_disk import show_pictures
from cnnlab.ui.lessons.transfer.settings import CONTROLS
from cnnlab.ui.shell import link
from cnnlab.ui.shell.ask import ask, named
from cnnlab.ui.shell.cache import squared
from cnnlab.ui.shell.held import held
from cnnlab.ui.shell.keys import HELD
from cnnlab.ui.shell.language import _, current, lesson
from cnnlab.ui.widgets.component import component, packed
from cnnlab.ui.widgets.numbers import numbers, percent
from cnnlab.ui.widgets.pictures import choose

TITLE = N_("What it learned")
HERE = Path(__file__).parent
PLOT, CELL = f"{HELD}{CONTROLS.prefix}learned", CONTROLS.key("cell")
CLASSES = (N_("cat"), N_("dog"))
CELLS = ("00", "01", "10", "11")
MOST_LISTED, MISTAKES = 24, 6
SIDE = 224  # of the base's input
_component = component("learned", HERE / "learned.js", HERE / "learned.css")


def learned(settings: HeadSettings, answer: Answer | None) -> None:
    """The plane and the matrix, the most certain mistakes, the visitor's own picture."""
    if answer is None or answer.run is None:
        st.info(_("The head has not been trained for an epoch yet."))
        return
    said = answer.run.validation
    projected = ask(ProjectFeatures())
    if projected is None:
        return
    plane, cell = projected.value, _cell()
    labels = read_labels()["validation"]
    judged = held(CONTROLS.key("confusion"), (settings, answer.epochs), lambda: confusion(labels, said))
    st.markdown(lesson("transfer", "learned"), width=840)
    own = _own_picture(settings, answer)
    result = ask(JudgePhotographs(settings, answer.epochs), part="photographs")
    _plot(settings, answer, plane, judged, own, result.value if result else None)
    _mistakes(answer)
    if cell and data_folder():
        truth, called = int(cell[0]), int(cell[1])
        heading = _("{truth}, called {called}: the most certain first")
        st.markdown(f"**{heading.format(truth=_(CLASSES[truth]), called=_(CLASSES[called]))}**")
        show_pictures("cell", judged.members[truth, called].tolist())


def _cell() -> str:
    """The cell of the matrix whose pictures stand out, as two digits, the true class first; at first the link's."""
    if CELL not in st.session_state:
        st.session_state[CELL] = link.asked(CELL) or ""
    cell = st.session_state[CELL] if st.session_state[CELL] in CELLS else ""
    link.keep(CELL, cell, "")
    return cell


def _mistakes(answer: Answer) -> None:
    """The answers that were wrong and most certain, by the numbers of their pictures."""
    assert answer.run is not None
    found = most_certain_mistakes(read_labels()["validation"], answer.run.validation, MISTAKES)
    if not found:
        st.markdown(_("No validation picture is classified wrongly."))
        return
    text = _("Picture {number}: a {truth}, called {called} with {probability}")
    lines = [
        text.format(
            number=mistake.index + 1,
            truth=_(CLASSES[mistake.truth]),
            called=_(CLASSES[1 - mistake.truth]),
            probability=percent(mistake.probability),
        )
        for mistake in found
    ]
    title = _("The most certain mistakes")
    st.markdown("\n".join([f"**{title}**", "", *(f"- {line}" for line in lines)]))
    show_pictures("mistakes", [mistake.index for mistake in found])


def _own_picture(settings: HeadSettings, answer: Answer) -> tuple[float, float] | None:
    """Judge the chosen picture; returns its place among the features."""
    left, right = st.columns([1, 2])
    with left:
        picture = choose(CONTROLS.key("own_"), "cat")
    square = squared(picture.own, digest=picture.digest, _picture=picture.pixels, how="crop", size=SIDE)
    pixels = named(f"{picture.digest} crop {SIDE}", lambda: square.pixels)
    with right:
        st.image(square.pixels, width=160, caption=picture.name)
        result = ask(JudgePicture(settings, answer.epochs, pixels), own=not picture.credit, part="own")
        if result is None:
            return None
        found = result.value
        numbers(
            [
                (_("This head: probability of dog"), percent(found.head)),
                (_("Fine-tuned network: probability of dog"), percent(found.fine_tuned)),
            ]
        )
    return float(found.point[0]), float(found.point[1])


def _plot(
    settings: HeadSettings,
    answer: Answer,
    plane: FeaturePlane,
    judged: Confusion,
    own: tuple[float, float] | None,
    photographs: JudgedPhotographs | None,
) -> None:
    given = (settings, answer.epochs, own, _cell(), current(), photographs is None)
    _component(
        held(CONTROLS.key("learned_made"), given, lambda: _packed(answer, plane, judged, own, photographs)),
        PLOT,
        on_cell_change=_take_cell,
    )


def _take_cell() -> None:
    st.session_state[CELL] = st.session_state[PLOT]["cell"]


def _packed(
    answer: Answer,
    plane: FeaturePlane,
    judged: Confusion,
    own: tuple[float, float] | None,
    photographs: JudgedPhotographs | None,
) -> bytes:
    """What learned.js unpacks: a header in JSON, then the planes of all epochs."""
    assert answer.run is not None
    planes = np.stack(answer.run.plane)
    truths = read_labels()["validation"]
    right = np.isin(np.arange(len(truths)), np.concatenate([judged.members[0, 0], judged.members[1, 1]]))
    header: dict[str, Any] = {
        "points": placed(plane.validation, plane.bounds).ravel().round(4).tolist(),
        "truths": truths.tolist(),
        "right": right.tolist(),
        "probabilities": [percent(float(share)) for share in answer.run.validation],
        "own": placed(np.array([own]), plane.bounds)[0].round(4).tolist() if own else None,
        "photographs": matrix_of_photographs(plane, photographs) if photographs else None,
        "epochs": len(planes),
        "side": planes.shape[-1],
        "cells": {f"{truth}{called}": {"members": [*map(int, at)]} for (truth, called), at in judged.members.items()},
        "lit": _cell() or None,
        "most": MOST_LISTED,
        "words": _words(plane),
    }
    return packed(header, planes.tobytes())


def _words(plane: FeaturePlane) -> dict[str, Any]:
    shares = [f"{share:.0%}" for share in plane.explained]
    return {
        "classes": [_(name) for name in CLASSES],
        "plot": _("The validation pictures as points, and the boundary of the head"),
        "epoch": _("The boundary after epoch {epoch} of {epochs}"),
        "point": _("Picture {number}, a {truth}; probability of dog: {probability}"),
        "matrix": _("Rows: what it is. Columns: what the head says."),
        "called": _("says {name}"),
        "click": _("Click a cell to see its pictures in the plot."),
        "pictures": _("Pictures, the most certain first:"),
        "more": _("and {count} more"),
        "none": _("No picture."),
        "explained": _("The two axes hold {first} and {second} of the features' variance.").format(
            first=shares[0], second=shares[1]
        ),
    }
