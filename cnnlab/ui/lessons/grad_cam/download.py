"""The view of the Grad-CAM page as a PNG file, and the map itself as a NumPy file."""

import io

import numpy as np
import streamlit as st

from cnnlab.ui.lessons.grad_cam.answer import Answer
from cnnlab.ui.lessons.grad_cam.settings import CONTROLS, Settings
from cnnlab.ui.shell.language import _
from cnnlab.ui.widgets.heat_view import Sheet
from cnnlab.ui.widgets.networks import title_of
from cnnlab.ui.widgets.numbers import percent, size

BUTTON = CONTROLS.key("download")


def download(settings: Settings, answer: Answer) -> None:
    """The buttons; each file is made when its button is clicked, the picture by the browser (heat_view)."""
    name = _file_name(settings, answer)
    with st.container(horizontal=True):
        st.button(_("Download this view as PNG"), icon=":material/download:", key=BUTTON)
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


def sheet_of(settings: Settings, answer: Answer) -> Sheet:
    """What is written below the downloaded picture: the class, and what made the map."""
    layers = [stage.convolution for stage in (settings.stage, settings.second) if stage and settings.layer]
    cells = f"{_('Map size')} {size(answer.explanation.signed.shape)}"
    note = [title_of(settings.card), _(settings.method.title), *layers, cells, "CNN Lab"]
    return Sheet(
        button=BUTTON,
        title=f"{answer.name}: {percent(float(answer.probabilities[answer.class_index]))}",
        note=" · ".join(note).replace(" × ", "\u00a0×\u00a0"),
        file_name=f"{_file_name(settings, answer)}_{settings.view}.png",
    )
