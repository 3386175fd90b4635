"""Grad-CAM: where in a picture a network found evidence for a class."""

from functools import partial

import streamlit as st

from cnnlab.ui.lessons.grad_cam import settings as cam
from cnnlab.ui.lessons.grad_cam import show as cam_answer
from cnnlab.ui.shell import frame
from cnnlab.ui.shell.language import _
from cnnlab.ui.widgets import controls

frame.page("grad_cam")

left, right = st.columns([0.36, 0.64], gap="large")
with left:
    settings, guesses = cam.controls_of_the_page()
with right:
    figure = st.container()

with figure:
    square = cam.make_square(settings)
    found = cam.look(settings, square, guesses)
    if found:
        cam_answer.show_map(found, settings, square)
        cam_answer.numbers(found, settings)
        cam_answer.download(found, settings, square)
        cam_answer.timing(found)
controls.tabs(
    cam.PREFIX,
    {
        "predict": (_("Predict"), partial(cam_answer.predict, settings)),
        "notes": (_("Notes"), partial(cam_answer.notes, found, settings)),
        "code": (_("Code"), partial(cam_answer.code, found, settings)),
    },
)
