"""Predict, on the Pooling page: rows after a change, rows under a window, padding in an average."""

import streamlit as st

from cnnlab.core.errors import N_
from cnnlab.core.questions.average import average_exercise
from cnnlab.core.questions.exercises import Exercise
from cnnlab.core.questions.layers import first_that_matters, size_exercise
from cnnlab.core.questions.window import Choice, window_question
from cnnlab.ui.lessons.pooling.answer import Answer
from cnnlab.ui.lessons.pooling.settings import CONTROLS, Settings
from cnnlab.ui.shell.language import _
from cnnlab.ui.widgets import layer_notes
from cnnlab.ui.widgets.questions import Questions, ask_one
from cnnlab.ui.widgets.size_formula import size_formula


def _rows(settings: Settings) -> Exercise:
    config = settings.layer["config"]
    other, size = "valid" if config["padding"] == "same" else "same", 3 if config["pool_size"] != 3 else 2
    change = first_that_matters(settings.layer, settings.input_shape, [{"padding": other}, {"pool_size": size}])
    return size_exercise(settings.layer, settings.input_shape, change)


def _window(settings: Settings) -> Choice:
    return window_question(settings.layer, settings.input_shape)


QUESTIONS: Questions = {
    N_("Output rows"): _rows,
    N_("Rows under a window"): _window,
    N_("Padding in averages"): lambda _settings: average_exercise(),
}


def predict(settings: Settings, answer: Answer | None) -> None:
    """The formula with its numbers beside a question."""
    if answer is None:
        layer_notes.no_question()
        return
    if answer.facts.windows is None:
        st.markdown(_("Global pooling gives one number for each channel, whatever the input's size."))
        return
    sizing, asking = st.columns(2, gap="large")
    with sizing:
        size_formula(answer.facts, settings.layer)
    with asking:
        ask_one(CONTROLS, QUESTIONS, settings)
