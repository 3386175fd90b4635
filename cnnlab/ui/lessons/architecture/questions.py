"""Predict, on the Architecture page: rows and parameters for another size, a field, the change that halves the work."""

from collections.abc import Callable

import streamlit as st

from cnnlab.core.errors import N_
from cnnlab.core.network import Network
from cnnlab.core.network.typed_size import typed_shape
from cnnlab.core.questions.exercises import Exercise
from cnnlab.core.questions.halving import halving_question
from cnnlab.core.questions.network import field_exercise, parameters_exercise, shape_exercise
from cnnlab.core.questions.window import Choice
from cnnlab.ui.lessons.architecture.answer import Answer
from cnnlab.ui.lessons.architecture.settings import CONTROLS, Settings
from cnnlab.ui.shell.language import _
from cnnlab.ui.widgets.questions import Questions, ask_one
from cnnlab.ui.widgets.tabs import tab_button

Shape = tuple[int, ...] | None


def _of_network(ask: Callable[[Network, Shape], Exercise | Choice]) -> Callable[[Settings], Exercise | Choice]:
    return lambda settings: ask(settings.given.network, typed_shape(settings.given.network, settings.size))


HALF = N_("Half the work")
QUESTIONS: Questions = {
    N_("Output rows"): _of_network(shape_exercise),
    N_("Parameters"): _of_network(parameters_exercise),
    N_("Receptive field"): _of_network(field_exercise),
    HALF: _of_network(halving_question),
}


def predict(settings: Settings, answer: Answer | None) -> None:
    """One of the questions; from what halves the work a button leads to the list of layers."""
    if answer is None:
        st.markdown(_("There is no question about settings without an answer."))
        return
    if ask_one(CONTROLS, QUESTIONS, settings) == HALF:
        tab_button(_("Change the network in Build"), CONTROLS.prefix, "build")
