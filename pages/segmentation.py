"""Segmentation: which pixels of a picture belong to the animal."""

from functools import partial

from cnnlab.ui.lessons import begin
from cnnlab.ui.lessons.segmentation import (
    LESSON,
    answer,
    compared,
    contrasts,
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
from cnnlab.ui.widgets.skeleton import CODE, NOTES, PREDICT, asking_screen
from cnnlab.ui.widgets.tabs import tabs

begin(LESSON)

chosen, found = asking_screen(
    controls=settings.controls,
    tries=lambda _chosen: (settings.CONTROLS, contrasts.CONTRASTS),
    find=answer.find,
    numbers=show.numbers,
    figure=show.figure,
    below=show.below,
)
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
