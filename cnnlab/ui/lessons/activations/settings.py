"""The settings of the Activations page: a picture, a network, one of its layers, and how its maps are looked at."""

from dataclasses import dataclass
from typing import Any

import streamlit as st

from cnnlab.core.activations import ShownLayer, middle_layer, shown_layers
from cnnlab.core.cards import PRETRAINED, CardError, ModelCard
from cnnlab.core.errors import N_
from cnnlab.ui.lessons.activations import LESSON
from cnnlab.ui.shell.held import Itself, held
from cnnlab.ui.shell.language import _
from cnnlab.ui.widgets import networks, pictures
from cnnlab.ui.widgets.controls import Controls, one_of
from cnnlab.ui.widgets.networks import Network

DEFAULTS: dict[str, Any] = {
    "source": "example",
    "picture": "cat",
    "model": "cats_dogs_augmented",
    "layer": None,  # the network's middle one
}
LOOK: dict[str, Any] = {  # what the browser changes without the server, and keeps in the link
    "channel": "",  # at first the one that varies most
    "scale": "own",  # or "layer", "network"
    "order": "number",  # or "mean", "zeros"
    "view": "beside",  # or "over"
    "at": "",  # the cell that is told, "row.column"
}
CONTROLS = Controls(LESSON.prefix, DEFAULTS, depending=tuple(LOOK))


@dataclass(frozen=True)
class Settings:
    """What the controls are set to."""

    network: Network
    picture: pictures.Chosen
    layer: ShownLayer

    @property
    def card(self) -> ModelCard:
        return self.network.card

    @property
    def size(self) -> int:
        """The side of the network's square input, in pixels."""
        return self.card.input.height

    @property
    def layers(self) -> tuple[ShownLayer, ...]:
        """Those that are shown, in the order in which they run."""
        return layers_of(self.card)[0]


def controls() -> Settings:
    """The picture, the network and the layer; how its maps are looked at is chosen beside them."""
    CONTROLS.keep_in_link()
    picture = pictures.choose(CONTROLS.prefix, first=DEFAULTS["picture"])
    missing = CardError(
        N_("There is no network for square colour pictures in {folder}. Get the folder `pretrained` again."),
        folder=str(PRETRAINED),
    )
    network = networks.choose(CONTROLS, fits, missing)
    return Settings(network, picture, _layer(network.card))


def fits(card: ModelCard) -> bool:
    """Whether the page can show the model: it takes square colour pictures and has feature maps."""
    return card.input.channels == 3 and card.input.height == card.input.width and card.last_map is not None


def controls_of(card: ModelCard) -> Controls:
    """The page's controls, starting with this model and its middle layer."""
    defaults = {**DEFAULTS, "model": card.id, "layer": layers_of(card)[1].name}
    return Controls(CONTROLS.prefix, defaults, CONTROLS.depending)


def layers_of(card: ModelCard) -> tuple[tuple[ShownLayer, ...], ShownLayer]:
    """The layers of a network, and the one that the page starts with."""

    def found() -> tuple[tuple[ShownLayer, ...], ShownLayer]:
        layers = shown_layers(card)
        return layers, middle_layer(layers, card.input.height)

    return held(CONTROLS.key("layers"), Itself(card), found)


def _layer(card: ModelCard) -> ShownLayer:
    """The layer, on a slider from the first to the last."""
    layers = {layer.name: layer for layer in layers_of(card)[0]}
    known = controls_of(card)
    label = _("Layer, from the first to the last")
    name = one_of(st.select_slider, label, list(layers), known.key("layer"), known.defaults["layer"], str)
    return layers[name]
