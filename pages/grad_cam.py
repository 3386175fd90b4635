"""Grad-CAM: where in a picture a network found evidence for a class."""

import streamlit as st

from cnnlab.ui import frame
from cnnlab.ui.grad_cam import cam, cam_answer
from cnnlab.ui.language import _, lesson

frame.page("grad_cam")

left, right = st.columns([0.36, 0.64], gap="large")
with left:
    settings, guesses = cam.controls_of_the_page()
with right:
    figure = st.container()

st.divider()
reading, trying = st.columns(2, gap="large")
with reading:
    st.subheader(_("What to notice"), anchor=False)
    st.markdown(lesson("grad_cam", "notice", **cam_answer.facts(settings)))
    scores = st.container()
    st.markdown(lesson("grad_cam", "sums", **cam_answer.facts(settings)))
with trying:
    prediction = st.container()
code = st.container()

with figure:
    square = cam.make_square(settings)
    found = cam.look(settings, square, guesses)
    if found:
        cam_answer.show_map(found, settings, square)
        cam_answer.numbers(found, settings)
        cam_answer.download(found, settings, square)
        cam_answer.timing(found)
if found:
    with scores:
        cam_answer.scores(found, settings)
    with prediction:
        st.subheader(_("Predict"), anchor=False)
        cam_answer.predict(found, settings)
    with code:
        cam_answer.code(found, settings)
