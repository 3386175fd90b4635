"""Augmentation: every augmentation layer of Keras on real pictures."""

from functools import partial

import streamlit as st

from cnnlab.ui.lessons import begin
from cnnlab.ui.lessons.augmentation import LESSON, answer, masks, networks, questions, settings, show, snippet
from cnnlab.ui.lessons.augmentation.contrasts import CONTRASTS
from cnnlab.ui.shell import view
from cnnlab.ui.shell.language import _
from cnnlab.ui.widgets.contrasts import contrasts
from cnnlab.ui.widgets.skeleton import CODE, NOTES, PREDICT, controls_place
from cnnlab.ui.widgets.tabs import tabs

begin(LESSON)

left, right = st.columns([0.36, 0.64], gap="large")
with right:
    above = st.container(horizontal=True, vertical_alignment="bottom", gap="small")
    said, figure = st.container(key="answer"), st.container(key="figure")
    below = st.columns(2, gap="medium")
    contrasts(settings.CONTROLS, CONTRASTS)
if view.hides(view.CONTROLS):
    above, below = view.nowhere(), (view.nowhere(), view.nowhere())
with left, controls_place():
    chosen = settings.controls(above, below)
with figure:
    found = answer.find(chosen)
    if not view.hides(view.FIGURE):
        show.figure(chosen, found)
with said:
    if not view.hides(view.NUMBERS):
        show.remark(chosen, found)

tabs(
    LESSON.prefix,
    {
        "predict": (_(PREDICT), partial(questions.predict, chosen, found)),
        "notes": (_(NOTES), partial(show.notes, chosen, found)),
        "code": (_(CODE), partial(snippet.code, chosen, found)),
        "network": (_(networks.TITLE), partial(networks.network, chosen, found)),
        "masks": (_(masks.TITLE), partial(masks.masks, chosen, found)),
    },
)
