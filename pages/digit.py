"""A digit's journey: one drawn digit through every layer of a trained network."""

from functools import partial

import streamlit as st

from cnnlab.ui.lessons import begin
from cnnlab.ui.lessons.digit import LESSON, answer, calculation, certainty, learned, questions, settings, show, snippet
from cnnlab.ui.lessons.digit.contrasts import CONTRASTS
from cnnlab.ui.shell import view
from cnnlab.ui.shell.language import _
from cnnlab.ui.widgets.contrasts import contrasts
from cnnlab.ui.widgets.skeleton import CODE, NOTES, PREDICT, controls_place, place
from cnnlab.ui.widgets.tabs import tabs

begin(LESSON)
left, right = st.columns([0.42, 0.58], gap="medium")
with left:
    drawing, controls = place("answer"), controls_place()
with right:
    figure = place("figure")
with controls:
    chosen = settings.controls()
    contrasts(settings.CONTROLS, settings.installed(CONTRASTS))
with figure:
    found = answer.find(chosen)
    if found and not view.hides(view.FIGURE):
        show.figure(chosen, found)
with drawing:
    show.pad(chosen, None if view.hides(view.NUMBERS) else found)
if found and not view.hides(view.FIGURE):
    with st.container(key=show.CALCULATION):
        st.header(_(calculation.TITLE), anchor=False)
        calculation.calculation(chosen, found)
tabs(
    LESSON.prefix,
    {
        "predict": (_(PREDICT), partial(questions.predict, chosen, found)),
        "notes": (_(NOTES), partial(show.notes, chosen)),
        "code": (_(CODE), partial(snippet.code, chosen)),
        "learned": (_(learned.TITLE), partial(learned.learned, chosen)),
        "sure": (_(certainty.TITLE), partial(certainty.certainty, chosen, found)),
    },
    opened_by={learned.EPOCH: "learned"},
)
