"""Segmentation: which pixels of a picture belong to the animal."""

from functools import partial

import streamlit as st

from cnnlab.ui.lessons import begin
from cnnlab.ui.lessons.segmentation import (
    LESSON,
    answer,
    compared,
    contrasts,
    download,
    how,
    many,
    questions,
    robust,
    scores,
    settings,
    show,
    snippet,
    tasks,
    why,
)
from cnnlab.ui.shell.language import _
from cnnlab.ui.widgets.contrasts import contrasts as try_this
from cnnlab.ui.widgets.skeleton import CODE, NOTES, PREDICT
from cnnlab.ui.widgets.tabs import tabs

begin(LESSON)

with st.container(key="screen"):  # no fragment: a change of a control has to interrupt the engine's task
    left, above, figure = (st.container(key=key, gap="small") for key in ("controls", "answer", "figure"))
    below = st.container(gap="small")
settings.CONTROLS.keep_in_link()
with left:
    chosen = settings.controls()
with below:
    try_this(settings.CONTROLS, contrasts.CONTRASTS)
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
        "predict": (_(PREDICT), partial(questions.predict, chosen, found)),
        "scores": (_(scores.TITLE), partial(scores.scores, chosen, found)),
        "networks": (_(compared.TITLE), partial(compared.compared, chosen, found)),
        "how": (_(how.TITLE), partial(how.how, chosen, found)),
        "why": (_(why.TITLE), partial(why.why, chosen, found)),
        "robust": (_(robust.TITLE), partial(robust.robust, chosen, found)),
        "many": (_(many.TITLE), partial(many.many, chosen, found)),
        "tasks": (_(tasks.TITLE), partial(tasks.tasks, chosen, found)),
        "notes": (_(NOTES), partial(show.notes, chosen, found)),
        "code": (_(CODE), partial(snippet.code, chosen, found)),
    },
)
