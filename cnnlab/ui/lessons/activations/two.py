"""Two pictures: the same layer's channels for both, the channels that differ most first."""

from collections.abc import Sequence
from html import escape
from typing import Any

import streamlit as st

from cnnlab.core.activations.differences import Difference, difference, side_by_side
from cnnlab.core.activations.packing import Maps
from cnnlab.core.errors import N_
from cnnlab.ui.lessons.activations.answer import SQUARING, Answer, maps_of, square_of
from cnnlab.ui.lessons.activations.settings import CONTROLS, Settings
from cnnlab.ui.shell.cache import jpeg_uri
from cnnlab.ui.shell.held import Itself, held
from cnnlab.ui.shell.language import _, current, lesson
from cnnlab.ui.widgets import pictures
from cnnlab.ui.widgets.feature_maps import Group, Part, map_sheet, packed
from cnnlab.ui.widgets.numbers import numbers, signed
from cnnlab.ui.widgets.pictures import Chosen

TITLE = N_("Two pictures")
SECOND = CONTROLS.key("second_")  # the prefix of the other picture's controls
OTHER = "tabby"  # another cat
SHOWN, TILE, SMALL = 32, 72, 208  # channels, pixels of a map, and pixels of a picture's side


def two_pictures(settings: Settings, answer: Answer | None) -> None:
    """The second picture, what both have in common in numbers, and their channels."""
    if answer is None:
        return
    st.markdown(lesson("activations", "two", layer=settings.layer.name), width=840)
    choosing, said = st.columns([0.35, 0.65], gap="large")
    with choosing:
        other = pictures.choose(SECOND, first=OTHER)
        st.html(_thumbnails(settings, [settings.picture, other]))
    with said:
        found = maps_of(settings, other, part="two")
        if found is None:
            return
        one, two = answer.found.maps, found.value.maps
        made = held(CONTROLS.key("difference"), (Itself(one), Itself(two)), lambda: difference(one, two))
        _numbers(made)
        given = (Itself(made), settings.picture.name, other.name, current())
        names = (settings.picture.name, other.name)
        map_sheet(held(CONTROLS.key("two_made"), given, lambda: _sheet(one, two, made, names)), CONTROLS.key("two"))
        text = _("Above {one}, below {two}. Each channel has one scale for both pictures; of {all}, the {count} whose "
                 "mean differs most.")  # fmt: skip
        st.caption(text.format(one=names[0], two=names[1], all=len(made.order), count=min(SHOWN, len(made.order))))


def _thumbnails(settings: Settings, chosen: Sequence[Chosen]) -> str:
    """Both pictures as the network sees them, above their names."""
    figures = [
        f"<figure><img src='{jpeg_uri(picture.own, digest=f'{picture.digest}-{SQUARING}', _picture=view, most=SMALL)}'"
        f" alt=''><figcaption>{escape(picture.name)}</figcaption></figure>"
        for picture in chosen
        for view in [square_of(settings, picture).view]
    ]
    return f"<div class='thumbnails'>{''.join(figures)}</div>"


def _numbers(made: Difference) -> None:
    similarity = "\u2013" if made.similarity is None else signed(made.similarity, ".2f")
    numbers(
        [
            (_("Similarity of the means"), similarity, _("cosine; 1 means equal proportions")),
            (_("Active for the first only"), _("channels: {count}").format(count=made.only[0])),
            (_("Active for the second only"), _("channels: {count}").format(count=made.only[1])),
        ]
    )


def _sheet(one: Maps, two: Maps, made: Difference, names: tuple[str, str]) -> bytes:
    channels = made.order[:SHOWN]
    low, table = (-1.0, "diverging") if one.signed or two.signed else (0.0, "viridis")
    group: dict[str, Any] = {"name": "two", "tile": (TILE, TILE), "fill": True, "space": 6}
    parts = [Part(maps, low, 1.0, table) for maps in side_by_side(one, two, channels)]
    labels = [f"{channel + 1}" for channel in channels]
    said = _("The channels that differ most: above {one}, below {two}").format(one=names[0], two=names[1])
    return packed([Group(parts=parts, names=labels, **group)], said=said)
