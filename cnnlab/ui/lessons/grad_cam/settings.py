"""The settings of the Grad-CAM page: a picture, a network, a method, one or two layers, and how the map is shown."""

from dataclasses import dataclass
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from cnnlab.core.cards import PRETRAINED, CardError, ModelCard, Stage
from cnnlab.core.errors import N_
from cnnlab.core.heat_maps import BY_ID, DEFAULT, FUSING, METHODS, Method
from cnnlab.core.pictures import Squaring
from cnnlab.figures import palette
from cnnlab.ui.lessons.grad_cam import LESSON
from cnnlab.ui.shell.language import _
from cnnlab.ui.widgets import networks, pictures
from cnnlab.ui.widgets.controls import Controls, translated
from cnnlab.ui.widgets.networks import Network
from cnnlab.ui.widgets.numbers import size as size_words

ALONE = ""  # in the place of a second layer
DEFAULTS: dict[str, Any] = {
    "source": "example",
    "picture": "cat",
    "model": "efficientnet_lite0",
    "method": DEFAULT,
    "guess": "1",  # the rank of the explained class among the predictions, or "other"
    "class": None,  # the explained class if the guess is "other"; at first the prediction chosen last
    "view": "over",
    "opacity": 0.7,
    "layer": None,  # the network's last one with a map
    "second": ALONE,  # another layer whose map is fused with that of the first
    "square": "crop",
    "colours": palette.EVEN,
}
CONTROLS = Controls(LESSON.prefix, DEFAULTS)
VIEWS = {"over": N_("Overlay"), "beside": N_("Side by side"), "raw": N_("Values"), "guess": N_("Guess first")}
SQUARINGS: dict[Squaring, str] = {
    "crop": N_("Crop to the centre"),
    "pad": N_("Pad with grey"),
    "stretch": N_("Stretch"),
}
SCALES = {
    palette.EVEN: N_("viridis (perceptually uniform)"),
    palette.CALM: N_("cividis (also for colour-blind viewers)"),
    palette.JET: N_("jet (common, but shows edges that are not there)"),
}


@dataclass(frozen=True)
class Settings:
    """What the controls are set to; the class is chosen among the network's answers, in the place `classes`."""

    network: Network
    picture: pictures.Chosen
    stage: Stage
    method: Method
    second: Stage | None
    squaring: Squaring
    view: str
    opacity: float
    scale: str
    classes: DeltaGenerator

    @property
    def card(self) -> ModelCard:
        return self.network.card

    @property
    def layer(self) -> str | None:
        """What the engine is asked to explain: a layer, two to be fused, or None for a method that works on pixels."""
        if self.method.at == "pixels":
            return None
        return self.stage.output if self.second is None else f"{self.stage.output}{FUSING}{self.second.output}"

    @property
    def size(self) -> int:
        """The side of the network's square input, in pixels."""
        return self.card.input.height

    @property
    def controls(self) -> Controls:
        """The page's controls with this network's defaults."""
        return controls_of(self.card)


def controls() -> Settings:
    """The controls from top to bottom; those that are rarely needed are folded away."""
    picture = pictures.choose(CONTROLS.prefix, first=DEFAULTS["picture"])
    missing = CardError(
        N_(
            "There is no classifier of square colour photographs in {folder}. Get the folder `pretrained` from the "
            "repository again."
        ),
        folder=str(PRETRAINED),
    )
    network = networks.choose(CONTROLS, fits, missing)
    method = _method()
    classes = st.container(key=CONTROLS.key("classes"))
    view = CONTROLS.segments("view", _("View"), list(VIEWS), translated(VIEWS))
    as_values = view == "raw"
    reason = _("Not used in the Values view.") if as_values else None
    with CONTROLS.box("more", _("More: layer, crop, colours")):
        stage, second = _stages(network.card, method)
        opacity = CONTROLS.amount("opacity", _("Overlay opacity"), 0.0, 1.0, disabled=as_values, help=reason)
        squaring = CONTROLS.select("square", _("Fit to a square"), list(SQUARINGS), translated(SQUARINGS))
        scale = CONTROLS.select("colours", _("Colour scale"), list(SCALES), translated(SCALES))
    return Settings(network, picture, stage, method, second, squaring, view, opacity, scale, classes)


def fits(card: ModelCard) -> bool:
    """Whether the page can explain the model."""
    return card.explains_photographs


def last_map(card: ModelCard) -> Stage:
    """The last layer with a map, which every model that fits the page has."""
    assert card.last_map
    return card.last_map


def controls_of(card: ModelCard) -> Controls:
    """The page's controls, starting with this model and its last layer."""
    return Controls(CONTROLS.prefix, {**DEFAULTS, "model": card.id, "layer": last_map(card).convolution})


def _method() -> Method:
    """The choice of the method: its label is in its words, because a line of its own would push the view off screen."""

    def words(name: str) -> str:
        return _("Method: {method}").format(method=_(BY_ID[name].title))

    names = [method.id for method in METHODS]
    return BY_ID[CONTROLS.select("method", _("Method"), names, words, label_visibility="collapsed")]


def _stages(card: ModelCard, method: Method) -> tuple[Stage, Stage | None]:
    """The explained layer, and the one whose map is fused with it."""
    stages = {stage.convolution: stage for stage in reversed(card.stages)}

    def words(name: str) -> str:
        if name == ALONE:
            return _("none")
        stage = stages[name]
        return f"{name} · {size_words((stage.height, stage.width, stage.channels))}"

    own, title = controls_of(card), _(method.title)
    on_pixels = _("{method} works on the pixels.").format(method=title) if method.at == "pixels" else None
    alone = None if method.fusible else _("Maps of {method} are not fused.").format(method=title)
    off, single = on_pixels is not None, alone is not None
    first = own.select("layer", _("Convolution layer"), list(stages), words, disabled=off, help=on_pixels)
    others = [ALONE, *(name for name in stages if name != first)]
    second = own.select("second", _("Fused with the layer"), others, words, disabled=single, help=alone)
    return stages[first], stages[second] if method.fusible and second != ALONE else None
