"""What the Grad-CAM page is made of: its controls, its question to the engine, and what the answer says."""

from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import streamlit as st

from cnnlab.core.cards import CardError, ModelCard, Stage
from cnnlab.core.cards.scores import Activation, best, probabilities
from cnnlab.core.errors import N_
from cnnlab.core.pictures import Square, Squaring
from cnnlab.ui.lessons.grad_cam import contrasts as cam_tries
from cnnlab.ui.lessons.grad_cam import more as cam_more
from cnnlab.ui.lessons.grad_cam import networks as cam_networks
from cnnlab.ui.lessons.grad_cam.formula import percent
from cnnlab.ui.lessons.grad_cam.networks import Network
from cnnlab.ui.shell.ask import ask
from cnnlab.ui.shell.cache import squared
from cnnlab.ui.shell.language import _, error_text
from cnnlab.ui.widgets import controls, pictures

PREFIX = "cam_"
GUESSES = 5
OTHER = "other"
LAST = f"{PREFIX}last_class"  # of the guesses, where "another class" starts

VIEWS = {"over": N_("Overlay"), "beside": N_("Beside"), "raw": N_("Numbers")}


@dataclass(frozen=True)
class Settings:
    """What the controls say."""

    network: Network
    picture: pictures.Chosen
    view: str
    opacity: float
    stage: Stage
    squaring: Squaring
    scale: str

    @property
    def card(self) -> ModelCard:
        return self.network.card

    @property
    def size(self) -> int:
        """The side of the square that the network gets, in pixels."""
        return self.card.input.height


@dataclass(frozen=True)
class Found:
    """The engine's answer for one picture, one class and one layer."""

    logits: np.ndarray  # (classes,); [-z, z] of one sigmoid unit
    activation: Activation  # what makes probabilities of them
    signed: np.ndarray  # (rows, columns), before the ReLU
    heat: np.ndarray  # (rows, columns) in [0, 1], all zero where nothing speaks for the class
    class_index: int
    name: str  # of that class, in the reader's language
    way: dict[str, Any]  # how plain Keras gets to the layer
    seconds: dict[str, float]
    value: dict[str, Any]  # the whole answer

    @property
    def probabilities(self) -> np.ndarray:
        return probabilities(self.logits, self.activation)

    @property
    def one_unit(self) -> bool:
        """Whether one output tells two classes apart."""
        return self.way["units"] == 1

    @property
    def has_evidence(self) -> bool:
        return bool(self.heat.any())


def controls_of_the_page() -> tuple[Settings, st.delta_generator.DeltaGenerator]:
    """The left column from top to bottom, and the place in it for the network's guesses."""
    picture = pictures.choose(PREFIX)
    network = cam_networks.choose(PREFIX)
    guesses = st.container()
    view = controls.one_of(
        st.segmented_control,
        _("Show the map"),
        list(VIEWS),
        f"{PREFIX}view",
        "over",
        lambda each: _(VIEWS[each]),
        required=True,
        wrap=True,
    )
    raw = view == "raw"
    why_not = _("Numbers lie over no picture, so there is nothing to fade.") if raw else None
    label = _("Strength of the colours")
    opacity = controls.amount(label, 0.0, 1.0, f"{PREFIX}opacity", 0.7, disabled=raw, help=why_not)
    with st.expander(_("More: layer, crop, colours"), key=f"{PREFIX}more"):
        stage, squaring, scale = cam_more.choose(network.card, PREFIX)
    cam_tries.contrasts(network, PREFIX)
    return Settings(network, picture, view, opacity, stage, squaring, scale), guesses


def make_square(settings: Settings) -> Square:
    """The picture as the network gets it; where that changes its shape, the page says so."""
    square = squared(settings.picture.digest, settings.picture.pixels, settings.squaring, settings.size)
    if square.stretch > 1.01:
        st.info(
            _("Stretched: one side of this picture was drawn out {times:.2f} times as much as the other.").format(
                times=square.stretch
            ),
            icon=":material/aspect_ratio:",
        )
    return square


def look(settings: Settings, square: Square, guesses) -> Found | None:
    """Ask what the network sees, let the reader choose one of its guesses, and ask where it saw that."""
    question: dict[str, Any] = {"model": settings.card.id, "picture": square.pixels, "layer": settings.stage.output}
    own = not settings.picture.credit
    ask_while_shown = partial(ask, "explain", lambda: st.image(square.view, width="stretch"), own=own)
    first = ask_while_shown(**question)
    if first is None or not _names_all(settings.network, len(first.value["logits"])):
        return None
    with guesses:
        class_index = _choose_class(settings.network, probabilities(first.value["logits"], first.value["activation"]))
    own_choice = class_index == first.value["class_index"]
    answer = first if own_choice else ask_while_shown(**question, class_index=class_index)
    if answer is None:
        return None
    said = {name: answer.value[name] for name in ("logits", "activation", "signed", "heat", "way")}
    name, seconds = settings.network.names[class_index], {**first.seconds, **answer.seconds}
    return Found(**said, class_index=class_index, name=name, seconds=seconds, value=answer.value)


def _names_all(network: Network, count: int) -> bool:
    """Whether the card's table names as many classes as the network has; the page says it where it does not."""
    try:
        return len(network.names) == count or bool(network.card.classes(count))
    except CardError as error:
        st.warning(error_text(error), icon=":material/broken_image:")
        return False


def _choose_class(network: Network, shares: np.ndarray) -> int:
    names = network.names
    ranked = best(shares, GUESSES)
    guesses = [str(at) for at in range(1, len(ranked) + 1)]
    more = len(names) > len(ranked)

    def words(choice: str) -> str:
        if choice == OTHER:
            return _("Another class")
        index = ranked[int(choice) - 1]
        return f"{names[index]} · **{percent(shares[index])}**"

    label = (
        _("What it sees: its first five guesses") if more else _("What it sees: all of its classes, likeliest first")
    )
    options = [*guesses, OTHER] if more else guesses
    choice = controls.one_of(st.radio, label, options, f"{PREFIX}guess", "1", words)
    if choice != OTHER:
        st.query_params.pop(f"{PREFIX}class", None)
        st.session_state[LAST] = ranked[int(choice) - 1]
        return st.session_state[LAST]
    label = _("Any of its {count} classes").format(count=len(names))
    start = st.session_state.get(LAST, ranked[0])
    start = start if start < len(names) else ranked[0]  # another network's choice
    return controls.one_of(st.selectbox, label, network.in_order, f"{PREFIX}class", start, names.__getitem__)
