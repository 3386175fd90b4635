"""The view of the Grad-CAM page as a PNG file, and the map itself as a NumPy file."""

import io

import numpy as np
import streamlit as st

from cnnlab.figures import encode
from cnnlab.figures.heat import drawn
from cnnlab.figures.heat_sheet import heat_sheet, signed_sheet
from cnnlab.ui.lessons.grad_cam.answer import Answer
from cnnlab.ui.lessons.grad_cam.settings import CONTROLS, Settings
from cnnlab.ui.shell.language import _
from cnnlab.ui.widgets.numbers import percent, size

MOST_CELLS = 56  # a side of a drawn map


def download(settings: Settings, answer: Answer) -> None:
    """The buttons; each file is made when its button is clicked."""
    name = _file_name(settings, answer)
    with st.container(horizontal=True):
        st.download_button(
            _("Download this view as PNG"),
            data=lambda: encode.png(sheet(settings, answer)),
            file_name=f"{name}_{settings.view}.png",
            mime="image/png",
            icon=":material/download:",
            on_click="ignore",
            key=CONTROLS.key("download"),
        )
        st.download_button(
            _("Download the map as .npy, {size} numbers").format(size=size(answer.explanation.signed.shape)),
            data=lambda: raw_file(answer),
            file_name=f"{name}.npy",
            mime="application/octet-stream",
            icon=":material/grid_on:",
            on_click="ignore",
            key=CONTROLS.key("download_raw"),
            help=_("Before negative values are set to 0, float32. In Python: numpy.load opens it."),
        )


def _file_name(settings: Settings, answer: Answer) -> str:
    name = settings.network.english[answer.class_index].replace(" ", "-").replace("/", "-")
    where = "pixels" if settings.layer is None else settings.layer.replace("/", "-")
    if settings.layer == settings.stage.output:
        where = settings.stage.convolution
    return f"{settings.method.id}_{name}_{where}"


def raw_file(answer: Answer) -> bytes:
    """The map before its ReLU, as numpy.save writes it."""
    file = io.BytesIO()
    np.save(file, answer.explanation.signed)
    return file.getvalue()


def sheet(settings: Settings, answer: Answer) -> np.ndarray:
    """The picture with its text in English, because the font that comes with Pillow has no Hangul."""
    found = answer.explanation
    title = f"{settings.network.english[answer.class_index]}: {percent(answer.probabilities[answer.class_index])}"
    rows, columns = found.signed.shape
    cells = f"{rows} x {columns} {'pixels' if settings.layer is None else 'cells'}"
    where = "" if settings.layer is None else f" at {settings.stage.convolution}"
    where += "" if settings.second is None else f" and {settings.second.convolution}"
    note = f"{settings.card.title.en} - {settings.method.title}{where}, {cells} - CNN Lab"
    signed, heat = drawn(found.signed, MOST_CELLS)
    if settings.view == "raw":
        return signed_sheet(signed, title, note)
    view = "over" if settings.view == "guess" else settings.view
    return heat_sheet(answer.square.view, heat, view, settings.scale, settings.opacity, title, note)
