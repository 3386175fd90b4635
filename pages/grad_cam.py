"""Grad-CAM: where in a picture a network finds evidence for a class."""

from functools import partial

import streamlit as st

from cnnlab.ui.lessons import begin
from cnnlab.ui.lessons.grad_cam import LESSON, answer, download, questions, settings, show, snippet
from cnnlab.ui.lessons.grad_cam.contrasts import contrasts_for
from cnnlab.ui.shell.language import _
from cnnlab.ui.widgets.contrasts import contrasts
from cnnlab.ui.widgets.skeleton import CODE, NOTES, PREDICT
from cnnlab.ui.widgets.tabs import tabs

begin(LESSON)

with st.container(key="screen"):  # no fragment: a change of a control has to interrupt the engine's task
    left, above, figure = (st.container(key=key, gap="small") for key in ("controls", "answer", "figure"))
    below = st.container(gap="small")
with left:
    chosen = settings.controls()
with below:
    contrasts(chosen.controls, contrasts_for(chosen.network))
with figure:
    found = answer.find(chosen)
if found:
    with above:
        show.numbers(chosen, found)
    with figure:
        show.figure(chosen, found)
    with below:
        download.download(chosen, found)
        show.computed(found)
tabs(
    LESSON.prefix,
    {
        "predict": (_(PREDICT), partial(questions.predict, chosen)),
        "notes": (_(NOTES), partial(show.notes, chosen, found)),
        "code": (_(CODE), partial(snippet.code, chosen, found)),
    },
)
