"""Predict, on the Segmentation page: the overlap of two masks, Dice and IoU, pixel accuracy, pieces."""

import streamlit as st

from cnnlab.core.errors import N_
from cnnlab.core.questions.segmentation import (
    PIECES,
    PREDICTED,
    TRUTH,
    accuracy_exercise,
    dice_exercise,
    overlap_exercise,
    pieces_exercise,
)
from cnnlab.ui.lessons.segmentation.answer import Answer
from cnnlab.ui.lessons.segmentation.settings import CONTROLS, Settings
from cnnlab.ui.shell.language import _
from cnnlab.ui.widgets.questions import Questions, ask_one, asked
from cnnlab.ui.widgets.stepper.grids import Grid, grids

WIDTH = 180  # pixels of a mask
QUESTIONS: Questions = {
    N_("Overlap"): lambda _settings: overlap_exercise(),
    N_("Dice"): lambda _settings: dice_exercise(),
    N_("Accuracy"): lambda _settings: accuracy_exercise(),
    N_("Pieces"): lambda _settings: pieces_exercise(),
}


def predict(_settings: Settings, _answer: Answer | None) -> None:
    """One of the questions, beside the masks that it is about."""
    asking, drawn = st.columns(2, gap="large")
    with asking:
        ask_one(CONTROLS, QUESTIONS, None)
    masks = {
        0: [Grid(_("True mask"), TRUTH), Grid(_("Predicted mask"), PREDICTED)],
        3: [Grid(_("Mask"), PIECES)],
    }
    if drawn_masks := [mask for at in asked(CONTROLS, QUESTIONS) for mask in masks.get(at, [])]:
        with drawn:
            grids(drawn_masks, CONTROLS.key("drawn_masks"), WIDTH)
