"""The choice of the class to explain: one of the network's predictions, or any other of its classes."""

import numpy as np
import streamlit as st

from cnnlab.core.cards.scores import best, probabilities
from cnnlab.core.requests import Scores
from cnnlab.ui.lessons.grad_cam.settings import CONTROLS, DEFAULTS
from cnnlab.ui.shell import link
from cnnlab.ui.shell.held import Itself, held
from cnnlab.ui.shell.language import _
from cnnlab.ui.widgets import controls
from cnnlab.ui.widgets.networks import Network
from cnnlab.ui.widgets.numbers import percent

PREDICTIONS = 5
OTHER = "other"
FIRST = DEFAULTS["guess"]
GUESS, CLASS = CONTROLS.key("guess"), CONTROLS.key("class")
LAST = CONTROLS.key("last_class")  # the prediction chosen last, where "another class" starts


def is_first() -> bool:
    """Whether the most likely class is chosen, as far as is known before the network has answered."""
    return st.session_state.get(GUESS, link.asked(GUESS) or FIRST) == FIRST


def choose(network: Network, scores: Scores) -> int:
    """Show the choice, with the probabilities of the predictions, and return the chosen class."""
    shares, ranked = held(f"{GUESS}:ranked", Itself(scores), lambda: _ranked(scores))
    ranks = [str(rank) for rank in range(1, len(ranked) + 1)]
    more = len(network.names) > len(ranked)

    def words(choice: str) -> str:
        if choice == OTHER:
            return _("Another class")
        index = ranked[int(choice) - 1]
        return f"{network.names[index]} · **{percent(shares[index])}**"

    label = _("Top five predictions") if more else _("All classes, most likely first")
    choice = controls.one_of(st.radio, label, [*ranks, OTHER] if more else ranks, GUESS, FIRST, words)
    if choice == OTHER:
        return _any_class(network, ranked[0])
    link.keep(CLASS, None)
    st.session_state[LAST] = ranked[int(choice) - 1]
    return st.session_state[LAST]


def _ranked(scores: Scores) -> tuple[np.ndarray, list[int]]:
    """The probability of every class, (classes,), and the most likely classes."""
    shares = probabilities(scores.logits, scores.activation)
    return shares, best(shares, PREDICTIONS)


def _any_class(network: Network, likeliest: int) -> int:
    label = _("Class (out of {count})").format(count=f"{len(network.names):,}")
    last = st.session_state.get(LAST, likeliest)
    start = last if last < len(network.names) else likeliest  # another network's class
    chosen = controls.one_of(st.selectbox, label, network.by_name, CLASS, start, network.names.__getitem__)
    link.keep(CLASS, chosen)  # always: where the choice starts is not in the link
    return chosen
