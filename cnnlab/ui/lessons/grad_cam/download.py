"""The view of the Grad-CAM page as a PNG file."""

import numpy as np
import streamlit as st

from cnnlab.figures import encode
from cnnlab.figures.heat_sheet import heat_sheet, signed_sheet
from cnnlab.ui.lessons.grad_cam.answer import Answer
from cnnlab.ui.lessons.grad_cam.settings import CONTROLS, Settings
from cnnlab.ui.shell.language import _
from cnnlab.ui.widgets.numbers import percent


def download(settings: Settings, answer: Answer) -> None:
    """The button; the file is made when it is clicked."""
    name = settings.network.english[answer.class_index].replace(" ", "-").replace("/", "-")
    st.download_button(
        _("Download this view as PNG"),
        data=lambda: encode.png(sheet(settings, answer)),
        file_name=f"grad-cam_{name}_{settings.stage.convolution}_{settings.view}.png",
        mime="image/png",
        icon=":material/download:",
        on_click="ignore",
        key=CONTROLS.key("download"),
    )


def sheet(settings: Settings, answer: Answer) -> np.ndarray:
    """The picture with its text in English, because the font that comes with Pillow has no Hangul."""
    found, stage = answer.explanation, settings.stage
    title = f"{settings.network.english[answer.class_index]}: {percent(answer.probabilities[answer.class_index])}"
    where = f"Grad-CAM at {stage.convolution}, {stage.height} x {stage.width} cells"
    note = f"{settings.card.title.en} - {where} - CNN Lab"
    if settings.view == "raw":
        return signed_sheet(found.signed, title, note)
    view = "over" if settings.view == "guess" else settings.view
    return heat_sheet(answer.square.view, found.heat, view, settings.scale, settings.opacity, title, note)
