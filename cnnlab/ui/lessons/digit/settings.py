"""What is on the paper of the page "A digit's way", which network looks at it, and the controls for both."""

import contextlib
from dataclasses import dataclass

import numpy as np
import streamlit as st

from cnnlab.core.cards import CardError, ModelCard, card
from cnnlab.core.digits import DigitError, Piece, drawn, pieces, strokes
from cnnlab.core.errors import N_
from cnnlab.ui.lessons.digit.strip import digit_strip
from cnnlab.ui.shell import language
from cnnlab.ui.shell.cache import class_names, model_cards
from cnnlab.ui.shell.language import _, error_text
from cnnlab.ui.widgets import controls

PREFIX = "digit_"
PIECE, INK, TURN = f"{PREFIX}piece", f"{PREFIX}ink", f"{PREFIX}turn"
MODEL, LIKE_MNIST = f"{PREFIX}model", f"{PREFIX}like_mnist"
STRIP = f"{controls.HELD}{PREFIX}strip"
Values = dict[str, np.ndarray]  # every layer's output by the layer's name, and the logits
DIGITS, CLOTHES = "mnist_convnet", "fashion_mnist_convnet"
OWN, FIRST = "own", "mnist-3"
KINDS = {"mnist": N_("Test digits"), "fashion": N_("Clothes")}
NETWORKS = {DIGITS: N_("Digits"), CLOTHES: N_("Clothes")}
# The classes of Fashion-MNIST, marked for translation
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
class Shown:
    """What the network looks at: a bundled piece, or what was drawn."""

    card: ModelCard
    piece: Piece | None
    ink: str
    picture: np.ndarray  # uint8 (28, 28)
    labels: list[str]  # what the network calls its classes, in the reader's language

    @property
    def fits(self) -> bool:
        """Whether it is a picture of the kind that the network knows, as far as that is known: of a drawing not."""
        return self.piece is None or (self.piece.kind == "mnist") == (self.card.id == DIGITS)


def shown() -> Shown:
    """What the session's state says; the link's at a first visit, an example where that says nothing."""
    if PIECE not in st.session_state:
        _take_from_link()
    piece, ink = pieces().get(st.session_state[PIECE]), st.session_state.get(INK, "")
    picture = piece.picture if piece else drawn(ink, st.session_state[LIKE_MNIST])
    network = _network()
    return Shown(network, piece, "" if piece else ink, picture, _labels(network))


def controls_of_the_page(now: Shown) -> None:
    """Below the paper: the bundled pieces, what is done to a drawing, which network looks."""
    _keep_in_link(now)
    kind = controls.one_of(
        st.segmented_control,
        _("Or take a test picture"),
        list(KINDS),
        f"{PREFIX}kind",
        "mnist",
        lambda each: _(KINDS[each]),
        required=True,
    )
    offered = [each for each in pieces().values() if each.kind == kind]
    names = [name_of_piece(each) for each in offered]
    digit_strip(offered, names=names, chosen=st.session_state[PIECE], on_picked=_pick, key=STRIP)
    why_not = None if now.piece is None else _("A test picture is taken as it is; this is for what you draw.")
    label = _("Fit and centre my drawing as MNIST did")
    controls.switch(label, LIKE_MNIST, True, disabled=now.piece is not None, help=why_not)
    if CLOTHES in model_cards():
        controls.one_of(
            st.segmented_control,
            _("Network, trained on"),
            list(NETWORKS),
            MODEL,
            DIGITS,
            lambda each: _(NETWORKS[each]),
            required=True,
        )


def name_of_piece(piece: Piece) -> str:
    return _("the digit {digit}").format(digit=piece.label) if piece.kind == "mnist" else _(ARTICLES[piece.label])


def settings_for(piece: str, ink: str = "", **more: object) -> dict[str, object]:
    """What a button has to set so that this lies on the paper."""
    return {PIECE: piece, INK: ink, TURN: st.session_state.get(TURN, 0) + 1, **more}


def put_on_paper(ink: str) -> None:
    """What the reader has drawn; ink that cannot be read leaves the paper as it is."""
    with contextlib.suppress(DigitError):
        strokes(ink)
        st.session_state.update({PIECE: OWN, INK: ink})


def _network() -> ModelCard:
    """The card of the network that looks; where that of the digits does not hold, the page says so and ends."""
    known = model_cards()
    if st.session_state[MODEL] == CLOTHES and CLOTHES in known:
        return known[CLOTHES]
    if DIGITS in known:
        return known[DIGITS]
    try:
        return card(DIGITS)
    except CardError as error:
        st.warning(error_text(error), icon=":material/error:")
        st.stop()


def _labels(network: ModelCard) -> list[str]:
    """Without the English term that the names of other languages carry in brackets."""
    return [each.split(" (")[0] for each in class_names(network.id, language.current())[0]]


def _take_from_link() -> None:
    ink, piece = st.query_params.get(INK, ""), st.query_params.get(PIECE, FIRST)
    try:
        strokes(ink)
    except DigitError:
        ink, piece = "", FIRST
    st.session_state[INK] = ink
    st.session_state[PIECE] = piece if piece in pieces() or piece == OWN else FIRST
    st.session_state[LIKE_MNIST] = st.query_params.get(LIKE_MNIST) != "False"
    st.session_state[MODEL] = CLOTHES if st.query_params.get(MODEL) == CLOTHES else DIGITS


def _keep_in_link(now: Shown) -> None:
    for key, value, default in ((PIECE, st.session_state[PIECE], FIRST), (INK, now.ink, "")):
        if value != default:
            st.query_params[key] = value
        elif key in st.query_params:
            del st.query_params[key]


def _pick() -> None:
    st.session_state.update(settings_for(st.session_state[STRIP]["picked"]))
