"""The settings of the page: a bundled test image or a drawing, and the network that classifies it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import streamlit as st

from cnnlab.core.cards import ModelCard, card
from cnnlab.core.digits import BundledImage, DigitError, bundled_images, drawn, strokes
from cnnlab.core.errors import N_
from cnnlab.core.network.sequence import SequentialLayer, main_layers
from cnnlab.ui.lessons.digit import LESSON
from cnnlab.ui.lessons.digit.strip import digit_strip
from cnnlab.ui.shell import keys, language, link
from cnnlab.ui.shell.cache import class_names, model_cards
from cnnlab.ui.shell.held import memory
from cnnlab.ui.shell.language import _
from cnnlab.ui.widgets.contrasts import Changes
from cnnlab.ui.widgets.controls import Controls, translated

DIGITS, CLOTHES = "mnist_convnet", "fashion_mnist_convnet"
OWN = "own"  # in the place of a bundled image's id: a drawing
DEFAULTS: dict[str, Any] = {
    "piece": "mnist-3",
    "ink": "",
    "kind": "mnist",
    "like_mnist": True,
    "model": DIGITS,
    "scale": "layer",  # whose largest value has the brightest colour
}
CONTROLS = Controls(LESSON.prefix, DEFAULTS, depending=("cell", "at", "epoch"))
PIECE, INK, TURN = CONTROLS.key("piece"), CONTROLS.key("ink"), CONTROLS.key("turn")
LATEST = CONTROLS.key("latest")  # when the visitor last drew or chose an image, in milliseconds
STRIP = f"{keys.HELD}{CONTROLS.prefix}strip"
KINDS = {"mnist": N_("Test digits"), "fashion": N_("Clothes")}
SCALES = {"map": N_("Each map"), "layer": N_("Each layer"), "network": N_("The network")}
NETWORKS = {DIGITS: N_("Digits"), CLOTHES: N_("Clothes")}
# The classes of Fashion-MNIST
ARTICLES = (
    N_("T-shirt or top"),
    N_("trousers"),
    N_("pullover"),
    N_("dress"),
    N_("coat"),
    N_("sandal"),
    N_("shirt"),
    N_("sneaker"),
    N_("bag"),
    N_("ankle boot"),
)


@dataclass(frozen=True)
class Settings:
    """A bundled image or, where that is None, the ink of a drawing; its pixels; and the network."""

    image: BundledImage | None
    ink: str
    like_mnist: bool
    picture: np.ndarray  # uint8 (28, 28)
    card: ModelCard
    layers: tuple[SequentialLayer, ...]  # without input, rescaling and dropout
    labels: list[str]  # the names of the classes in the visitor's language

    @property
    def in_domain(self) -> bool:
        """Whether the picture is of the kind that the network knows; True for drawings, where this is unknown."""
        return self.image is None or (self.image.kind == "mnist") == (self.card.id == DIGITS)


def controls() -> Settings:
    """The controls except the drawing area; raises CardError if there is no network for the page."""
    image, ink = _input()
    kind = CONTROLS.segments("kind", _("Or choose a test image"), list(KINDS), translated(KINDS))
    offered = [candidate for candidate in bundled_images().values() if candidate.kind == kind]
    names = [name_of(candidate) for candidate in offered]
    digit_strip(offered, names=names, chosen=image.id if image else "", on_picked=_pick, key=STRIP)
    like_mnist = CONTROLS.switch(
        "like_mnist",
        _("Fit and centre my drawing as in MNIST"),
        disabled=image is not None,
        help=_("Test images are used unchanged; this applies to your drawings.") if image else None,
    )
    network = _network()
    return Settings(
        image=image,
        ink=ink,
        like_mnist=like_mnist,
        picture=image.picture if image else drawn(ink, like_mnist),
        card=network,
        layers=main_layers(network.model_file),
        labels=_labels(network),
    )


def name_of(image: BundledImage) -> str:
    return _("the digit {digit}").format(digit=image.label) if image.kind == "mnist" else _(ARTICLES[image.label])


def take_drawing(ink: str, at: float, piece: str = "") -> None:
    """Take over what the visitor has drawn at that time, or the bundled image `piece`, which Undo has brought back.

    Raises DigitError for invalid ink.
    """
    strokes(ink)
    if _is_latest(at):
        st.session_state.update({PIECE: piece if piece in bundled_images() else OWN, INK: ink})


def _is_latest(at: float) -> bool:
    """Whether nothing was drawn or chosen later: on a busy server both may arrive together, in any order."""
    latest = memory().get(LATEST, 0)
    memory()[LATEST] = max(at, latest)
    return at >= latest


def turn() -> str:
    """Changes whenever the drawing area has to show something that the visitor has not drawn there."""
    return ".".join(str(st.session_state.get(key, 0)) for key in (TURN, keys.TURNS, keys.TRIED))


def installed(tries: Mapping[str, Changes]) -> dict[str, Changes]:
    """The contrasts whose network is there."""
    known = model_cards()
    return {label: changes for label, changes in tries.items() if changes.get("model", DIGITS) in known}


def _input() -> tuple[BundledImage | None, str]:
    """The bundled image or the ink; at first the link's."""
    if PIECE not in st.session_state:
        st.session_state[PIECE], st.session_state[INK] = _from_link()
    image = bundled_images().get(st.session_state[PIECE])
    ink = "" if image else st.session_state[INK]
    link.keep(PIECE, st.session_state[PIECE], DEFAULTS["piece"])
    link.keep(INK, ink, DEFAULTS["ink"])
    return image, ink


def _from_link() -> tuple[str, str]:
    """The id and the ink in the link; the defaults where they are invalid."""
    piece, ink = link.asked(PIECE) or DEFAULTS["piece"], link.asked(INK) or DEFAULTS["ink"]
    try:
        strokes(ink)
    except DigitError:
        return DEFAULTS["piece"], DEFAULTS["ink"]
    return (piece if piece in bundled_images() or piece == OWN else DEFAULTS["piece"]), ink


def _network() -> ModelCard:
    """The network chosen; there is a choice where both networks are in the folder."""
    known = model_cards()
    offered = [name for name in NETWORKS if name in known]
    if CLOTHES not in offered:
        return known[DIGITS] if offered else card(DIGITS)  # which raises the error that says what is missing
    chosen = CONTROLS.segments("model", _("Trained on"), list(NETWORKS), translated(NETWORKS))
    return known[chosen] if chosen in known else card(chosen)


def _labels(network: ModelCard) -> list[str]:
    """The names of the classes; in Korean without the English term that follows in brackets."""
    return [name.split(" (")[0] for name in class_names(network.id, language.current())[0]]


def _pick() -> None:
    picked = st.session_state[STRIP]["picked"]
    if _is_latest(picked["at"]):
        st.session_state.update({PIECE: picked["id"], INK: "", TURN: st.session_state.get(TURN, 0) + 1})
