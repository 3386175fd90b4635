"""One-click contrasts, and a question whose answer the page then shows."""

import numpy as np
import streamlit as st

from cnnlab.core.digits.kernels import lookalikes
from cnnlab.core.errors import N_
from cnnlab.ui.lessons.digit.settings import (
    CLOTHES,
    DIGITS,
    LIKE_MNIST,
    MODEL,
    OWN,
    PREFIX,
    Shown,
    Values,
    settings_for,
)
from cnnlab.ui.lessons.digit.way import way
from cnnlab.ui.shell.ask import ask
from cnnlab.ui.shell.cache import model_cards
from cnnlab.ui.shell.language import _
from cnnlab.ui.widgets import controls
from cnnlab.ui.widgets.feature_maps import Group, amounts, map_sheet, signed

# Drawings, as cnnlab.core.digits reads them: a house, and a small 3 in the corner
HOUSE = "BGDmgVgVgVgVgUgVgVgVgVsUrVsUsUrVsUssrrssssrrssgrgrgrgrgsgrgrgrgrUgVgUgUgVgUgUgVgUgUgVgUg"
CORNER = "AvAqjblbndmfogmimkkmjmgmenclbkZjZiggogojmkkljmgmemcmakZjYhYgYeacbb"
SLIPS = {
    "opposite": N_(
        "That map belongs to a kernel with the signs the other way round: it lights up on the other side of a stroke."
    ),
    "turned": N_(
        "That map belongs to a kernel with rows and columns swapped: it answers to strokes that lie the other way."
    ),
    "mirrored": N_(
        "That map belongs to a kernel turned by half a circle. Keras does not flip its kernels before it multiplies."
    ),
}
LETTERS = "ABCD"
QUESTION = f"{PREFIX}question"


def contrasts() -> None:
    """One-click settings, each a contrast."""
    digits = {MODEL: DIGITS}
    settings = {
        _("A sneaker: no digit, and still an answer"): settings_for("fashion-7b", **digits),
        _("A house: no digit, and very sure"): settings_for(OWN, HOUSE, **digits),
        _("Empty paper"): settings_for(OWN, **digits),
        _("A five that looks like a six"): settings_for("mnist-5b", **digits),
        _("A small three in the corner, as drawn"): settings_for(OWN, CORNER, **digits, **{LIKE_MNIST: False}),
        _("The same three, fitted and centred"): settings_for(OWN, CORNER, **digits, **{LIKE_MNIST: True}),
    }
    if CLOTHES in model_cards():
        settings[_("A larger network, which knows clothes: a boot")] = settings_for("fashion-9", **{MODEL: CLOTHES})
    controls.contrasts(PREFIX, settings)


def predict(shown: Shown, values: Values) -> None:
    """Which of four maps has this kernel made? Each wrong one is another kernel's, taken for it by a slip."""
    learned = ask("weights", part="predict", model=shown.card.id)
    if learned is None:
        return
    first = way(shown.card)[0]
    kernels = learned.value[first.name][0]
    maps = values[first.name]
    asked = _asked(maps, st.session_state.get(QUESTION, 0))
    slips = lookalikes(kernels, asked)
    order = sorted([asked, *slips.values()], key=lambda each: (each * 7 + asked) % first.count)  # the same at each run
    st.markdown(_("Which of the four maps has this kernel of `{layer}` made?").format(layer=first.name))
    map_sheet(
        [
            Group("kernel", [signed(kernels[:, :, 0, asked : asked + 1])], (72, 72)),
            Group("answers", [amounts(maps[..., order])], (78, 78), names=list(LETTERS), space=4),
        ],
        said=_("A kernel, and four maps named A to D"),
        key=f"{PREFIX}quiz",
    )
    given = st.radio(
        _("Your answer"),
        list(LETTERS),
        index=None,
        key=f"{PREFIX}predict_{shown.card.id}_{asked}",
        horizontal=True,
        persist_state="session",
    )
    if given is not None:
        _say(order[LETTERS.index(given)], asked, slips, first.name)
    st.button(_("Another kernel"), key=f"{PREFIX}another", icon=":material/casino:", on_click=_next_question)


def _say(chosen: int, asked: int, slips: dict[str, int], layer: str) -> None:
    if chosen == asked:
        st.success(_("Right: it is map {map} of {layer}.").format(map=asked + 1, layer=layer), icon=":material/check:")
        return
    slip = next(each for each, index in slips.items() if index == chosen)
    st.warning(_(SLIPS[slip]), icon=":material/lightbulb:")


def _asked(maps: np.ndarray, question: int) -> int:
    """The filter asked about: one after another of those whose maps the picture lights up most."""
    lit = np.argsort(-maps.reshape(-1, maps.shape[-1]).std(axis=0), kind="stable")[: maps.shape[-1] // 2]
    return int(lit[question % len(lit)])


def _next_question() -> None:
    st.session_state[QUESTION] = st.session_state.get(QUESTION, 0) + 1
