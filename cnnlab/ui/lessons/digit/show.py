"""What the page shows of its answer: the drawing area with the prediction, all maps of the network, and the notes."""

import contextlib

import streamlit as st

from cnnlab.core.digits import DigitError
from cnnlab.core.network.sequence import flattened_size
from cnnlab.core.requests import LayerOutputs
from cnnlab.ui.lessons.digit.cell import read_cell
from cnnlab.ui.lessons.digit.draw_pad import draw_pad
from cnnlab.ui.lessons.digit.groups import groups
from cnnlab.ui.lessons.digit.network import network_in_browser
from cnnlab.ui.lessons.digit.network_view import network_view
from cnnlab.ui.lessons.digit.opened import open_cell, opened
from cnnlab.ui.lessons.digit.settings import CONTROLS, DIGITS, SCALES, Settings, name_of, take_drawing, turn
from cnnlab.ui.shell import view
from cnnlab.ui.shell.held import Itself, held_by_all
from cnnlab.ui.shell.keys import HELD
from cnnlab.ui.shell.language import _, current, lesson
from cnnlab.ui.widgets import numbers as widget
from cnnlab.ui.widgets.controls import translated
from cnnlab.ui.widgets.numbers import size

PAD, VIEW, ANSWERED = (f"{HELD}{CONTROLS.prefix}{name}" for name in ("pad", "view", "answered"))
CALCULATION = "digit_sum"  # the key of the container with the opened value's calculation


def pad(settings: Settings, answer: LayerOutputs | None) -> None:
    """The drawing area, with a bar for each class; while the visitor draws, only the browser is at work."""
    draw_pad(
        ink=settings.ink,
        picture=settings.image.picture if settings.image else None,
        piece=settings.image.id if settings.image else "",
        like_mnist=settings.like_mnist,
        turn=turn(),
        answered=st.session_state.get(ANSWERED, 0),
        probabilities=answer.by_layer[settings.layers[-1].name] if answer else None,
        labels=settings.labels,
        note=_note(settings),
        on_drawn=_take_drawing,
        key=PAD,
    )


def _note(settings: Settings) -> str:
    """What is said of a picture that belongs to none of the network's classes."""
    if settings.image is None or settings.in_domain:
        return ""
    text = _("This is: {thing}. It is in none of the ten classes, but the network has to choose one.")
    return text.format(thing=name_of(settings.image))


def figure(settings: Settings, answer: LayerOutputs) -> None:
    """Every map of every layer; the browser also gets the network, so that the maps change while the visitor draws."""
    label = _("Brightest colour: the largest value of")
    scale = CONTROLS.segments("scale", label, list(SCALES), translated(SCALES), width="content")
    tells = not view.hides(view.NUMBERS)
    made_from = (Itself(answer), settings.labels, current(), tells)
    network_view(
        held_by_all(CONTROLS.key("groups"), made_from, lambda: groups(settings, answer, tells)),
        fields={layer.name: field for layer in settings.layers if (field := layer.row.receptive_field)},
        opened=opened(settings),
        answered=st.session_state.get(ANSWERED, 0),
        scale=scale,
        below=CALCULATION,
        on_open=_take_cell,
        key=VIEW,
    )
    if tells:
        network_in_browser(settings.card)


def numbers(settings: Settings) -> None:
    """The parameters, and how many values and how much of the picture reach the end of the network."""
    counts = [layer.row.parameters for layer in settings.layers if layer.row.parameters]
    last = [layer for layer in settings.layers if layer.has_maps][-1]
    widget.numbers(
        [
            (_("Parameters"), f"{sum(counts):,}"),
            (_("Values that reach the dense layer"), f"{flattened_size(settings.layers):,}"),
            (_("Receptive field of {layer}").format(layer=last.name), size(last.field_size or ())),
        ]
    )
    formula = " + ".join(f"{count:,}" for count in counts) + f" = {sum(counts):,}"
    st.markdown(f"${formula}$".replace(",", "{,}"))


def notes(settings: Settings) -> None:
    """What the network is made of, and what to notice."""
    numbers(settings)
    section = "notice" if settings.card.id == DIGITS else "notice_clothes"
    convolutions = [layer for layer in settings.layers if layer.class_name == "Conv2D"]
    first, last = convolutions[0], convolutions[-1]
    values = {
        "first": first.name,
        "last": last.name,
        "sees_first": (first.field_size or (0,))[0],
        "sees_last": (last.field_size or (0,))[0],
        "dense": next(layer.name for layer in settings.layers if layer.class_name == "Dense"),
        "values": flattened_size(settings.layers),
    }
    st.markdown(lesson("digit", section, **values))


def _take_drawing() -> None:
    drawing = st.session_state[PAD]["drawn"]
    with contextlib.suppress(DigitError):  # not from this page's drawing area, which sends valid ink
        take_drawing(drawing["ink"], drawing["number"], drawing["piece"])
    st.session_state[ANSWERED] = drawing["number"]


def _take_cell() -> None:
    cell = read_cell(st.session_state[VIEW]["cell"])
    if cell is not None:
        open_cell(cell)
