"""The pixels that units depend on, measured on a trained network, inside the field that its windows allow."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import streamlit as st

from cnnlab.core.cards import ModelCard, cards
from cnnlab.core.network import Network, read_keras_file
from cnnlab.core.pictures import sample, samples, square
from cnnlab.core.requests import EffectiveField, FindEffectiveFields
from cnnlab.figures.effective import effective, framed
from cnnlab.figures.encode import PictureStrip, picture_strip
from cnnlab.ui.lessons.architecture.settings import CONTROLS
from cnnlab.ui.shell.ask import ask, named
from cnnlab.ui.shell.language import _, current, in_language
from cnnlab.ui.widgets.controls import one_of
from cnnlab.ui.widgets.numbers import size
from cnnlab.ui.widgets.picture_grid import picture_grid

FIRST = "efficientnet_lite0"
COUNT = 16  # photographs
MOST = 6  # layers
SEEN = 1 - 0.9545  # of the largest gradient: two standard deviations of a bell curve, as the paper counts
COLUMNS = 3


@dataclass(frozen=True)
class Drawn:
    """For each layer a map and a photograph with the same frame, and numbers.

    These are the layer's name, the field in theory, and the side of a square as large as the measured one.
    """

    maps: PictureStrip
    photographs: PictureStrip
    layers: tuple[tuple[str, tuple[int, int], float], ...]


def fields() -> None:
    """A network, and the fields of the units in the middle of its maps, from the first layers to the last."""
    known = {card.id: card for card in cards() if card.input.channels == 3 and card.input.height == card.input.width}
    first = FIRST if FIRST in known else next(iter(known))
    titles = {name: in_language(card.title, current()) for name, card in known.items()}
    name = one_of(
        st.selectbox, _("Network"), list(known), CONTROLS.key("field_network"), first, titles.__getitem__, width=420
    )
    card = known[name]
    side = card.input.height
    pictures = named(f"{COUNT} photographs {side}", lambda: _pictures(side))

    def drawn(found: Sequence[EffectiveField]) -> Drawn:
        return _drawn(read_keras_file(card.model_file), _pictures(side)[0], found)

    asked = ask(FindEffectiveFields(name, layers_of(card), pictures), part="fields", convert=drawn)
    if asked is None:
        return
    captions = [
        _("{layer}: {theory} in theory, as much as {side} × {side} measured").format(
            layer=layer, theory=size(theory), side=f"{measured:.0f}"
        )
        for layer, theory, measured in asked.value.layers
    ]
    picture_grid(asked.value.maps, asked.value.photographs, captions, COLUMNS, CONTROLS.key("fields_shown"), widest=360)


def layers_of(card: ModelCard) -> tuple[str, ...]:
    """The last layer of each size of the maps, at most MOST of them, evenly chosen."""
    stages = card.stages
    last = [
        stage.output
        for stage, after in zip(stages, [*stages[1:], None], strict=True)
        if after is None or (after.height, after.width) != (stage.height, stage.width)
    ]
    chosen = np.linspace(0, len(last) - 1, min(MOST, len(last))).round().astype(int)
    return tuple(last[at] for at in chosen)


def _pictures(side: int) -> np.ndarray:
    return np.stack([square(sample(photograph.id), "crop", side).pixels for photograph in samples()[:COUNT]])


def _drawn(network: Network, photograph: np.ndarray, found: Sequence[EffectiveField]) -> Drawn:
    maps, photographs, layers = [], [], []
    for field in found:
        rows, columns = network.sees(field.layer, field.unit, (*field.values.shape, 3))
        maps.append(effective(field.values, (rows, columns)))
        photographs.append(framed(photograph, (rows, columns)))
        theory = (rows[1] - rows[0], columns[1] - columns[0])
        layers.append((field.layer, theory, float(np.sqrt((field.values > SEEN).sum()))))
    return Drawn(picture_strip(maps), picture_strip(photographs), tuple(layers))
