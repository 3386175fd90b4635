"""Predict, on the Grad-CAM page: where the map is brightest, and how many numbers it holds."""

import streamlit as st

from cnnlab.core.questions.grad_cam import map_exercise
from cnnlab.ui.lessons.grad_cam.settings import CONTROLS, Settings
from cnnlab.ui.shell.language import _, error_text
from cnnlab.ui.widgets.contrasts import button
from cnnlab.ui.widgets.questions import right, wrong


def predict(settings: Settings) -> None:
    """The question with its answer among the wrong ones."""
    if settings.view != "guess":
        hidden = {CONTROLS.key("view"): "guess"}
        button(_("Hide the map and guess where it is brightest"), hidden, CONTROLS.key("guess_first"))
    if settings.method.at == "pixels" or settings.second is not None:
        return  # the question is about the cells of one layer
    stage = settings.stage
    exercise = map_exercise(stage, settings.size)
    picked = st.radio(
        _(exercise.question).format(**exercise.values),
        sorted({exercise.answer, *exercise.slips}),
        index=None,
        persist_state="session",
        format_func="{:,}".format,
        key=CONTROLS.key(f"predict_{stage.convolution}"),
        horizontal=True,
    )
    if picked == exercise.answer:
        reason = _(
            "The layer has {rows} × {columns} cells, and the map has one number for each. What you see in between is "
            "interpolated."
        )
        right(f"{picked:,}", reason.format(rows=stage.height, columns=stage.width))
    elif picked is not None:
        wrong(f"{picked:,}", error_text(exercise.slips[picked]))
