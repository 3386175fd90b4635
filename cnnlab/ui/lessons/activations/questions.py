"""Predict, on the Activations page: how many numbers a layer holds, and how sparse maps become."""

import streamlit as st

from cnnlab.core.errors import N_
from cnnlab.core.questions.activations import (
    BEFORE,
    pooled_exercise,
    size_exercise,
    sparser_question,
    sparsity_exercise,
)
from cnnlab.ui.lessons.activations.answer import Answer
from cnnlab.ui.lessons.activations.settings import CONTROLS, Settings
from cnnlab.ui.shell.language import _
from cnnlab.ui.widgets.questions import Questions, ask_one, asked
from cnnlab.ui.widgets.stepper.grids import Grid, grids

WIDTH = 220  # pixels of the small map
QUESTIONS: Questions = {
    N_("Size"): lambda layer: size_exercise(layer.name, layer.shape),
    N_("Sparsity"): lambda _layer: sparsity_exercise(),
    N_("After pooling"): lambda _layer: pooled_exercise(),
    N_("Which is sparser?"): lambda _layer: sparser_question(),
}


def predict(settings: Settings, answer: Answer | None) -> None:
    """One of the questions, beside the small map that it is about."""
    if answer is None:
        return
    asking, drawn = st.columns(2, gap="large")
    with asking:
        ask_one(CONTROLS, QUESTIONS, settings.layer)
    if {1, 2} & set(asked(CONTROLS, QUESTIONS)):
        with drawn:
            grids([Grid(_("Before the ReLU"), BEFORE)], CONTROLS.key("drawn_map"), WIDTH)
