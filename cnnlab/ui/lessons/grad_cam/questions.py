"""Predict, on the Grad-CAM page: where the map is brightest, and how many numbers it holds."""

import streamlit as st

from cnnlab.core.questions.grad_cam import map_question
from cnnlab.ui.lessons.grad_cam.settings import CONTROLS, Settings
from cnnlab.ui.shell.language import _
from cnnlab.ui.widgets.contrasts import button
from cnnlab.ui.widgets.verdicts import digest, judge_option


def predict(settings: Settings) -> None:
    """The question with its answer among the wrong ones."""
    if settings.view != "guess":
        hidden = {CONTROLS.key("view"): "guess"}
        button(_("Hide the map and guess where it is brightest"), hidden, CONTROLS.key("guess_first"))
    if settings.method.at == "pixels" or settings.second is not None:
        return  # the question is about the cells of one layer
    stage = settings.stage
    question = map_question(stage, settings.size)
    key = CONTROLS.key(f"predict_{digest(question.values, question.answer, list(question.options))}")
    picked = st.radio(
        _(question.question).format(**question.values),
        list(question.options),
        index=None,
        persist_state="session",
        format_func="{:,}".format,
        key=key,
        horizontal=True,
    )
    judge_option(picked, question.options, question.reason, key, "{:,}".format)
