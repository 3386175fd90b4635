"""Predict, on the Convolution page: rows and parameters after a change, rows under a window, a cell's reach."""

from typing import Any

import streamlit as st

from cnnlab.core.errors import N_
from cnnlab.core.questions.exercises import Exercise
from cnnlab.core.questions.layers import first_that_matters, reach_exercise, size_exercise
from cnnlab.core.questions.parameters import parameters_exercise
from cnnlab.core.questions.window import Choice, window_question
from cnnlab.ui.lessons.convolution import show
from cnnlab.ui.lessons.convolution.answer import Answer
from cnnlab.ui.lessons.convolution.settings import CONTROLS, Settings
from cnnlab.ui.widgets import layer_notes
from cnnlab.ui.widgets.questions import Questions, ask_one
from cnnlab.ui.widgets.size_formula import size_formula

RENAMED = {"dilation_rate": "dilation", "depth_multiplier": "multiplier"}  # arguments and their controls' names


def _rows(settings: Settings) -> Exercise:
    config = settings.layer["config"]
    stride = {"strides": 2 if config["strides"] != 2 else 1}
    padding = {"padding": "valid" if config["padding"] == "same" else "same"}
    changes: list[dict[str, Any]] = [padding] if config["dilation_rate"] > 1 else [stride, padding]
    change = first_that_matters(settings.layer, settings.input_shape, changes)
    return size_exercise(settings.layer, settings.input_shape, change)


def _parameters(settings: Settings) -> Exercise:
    config = settings.layer["config"]
    filters = config.get("filters", config.get("depth_multiplier", 1))
    return parameters_exercise(settings.layer, settings.input_shape, 8 if filters != 8 else 4)


def _window(settings: Settings) -> Choice:
    return window_question(settings.layer, settings.input_shape)


def _reach(settings: Settings) -> Exercise:
    return reach_exercise(settings.layer, settings.input_shape)


QUESTIONS: Questions = {
    N_("Output rows"): _rows,
    N_("Parameters"): _parameters,
    N_("Rows under a window"): _window,
    N_("Cells affected"): _reach,
}


def predict(settings: Settings, answer: Answer | None) -> None:
    """The formula with its numbers beside a question."""
    if answer is None:
        layer_notes.no_question()
        return
    sizing, asking = st.columns(2, gap="large")
    with sizing:
        size_formula(answer.facts, settings.layer)
        show.saving(settings)
    with asking:
        ask_one(CONTROLS, QUESTIONS, settings, RENAMED)
