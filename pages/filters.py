"""Filters: the picture that a filter of a network, or a class, responds to most strongly."""

from cnnlab.ui.lessons import begin
from cnnlab.ui.lessons.filters import (
    LESSON,
    answer,
    calls,
    contrasts,
    kernels,
    questions,
    settings,
    show,
    snippet,
)
from cnnlab.ui.widgets.skeleton import waiting_screen

begin(LESSON)
waiting_screen(
    settings.CONTROLS,
    controls=settings.controls,
    find=answer.find,
    numbers=show.numbers,
    figure=show.figure,
    tries=contrasts.CONTRASTS,
    predict=questions.predict,
    notes=show.notes,
    code=snippet.code,
    further={
        "kernels": (kernels.TITLE, kernels.kernels),
        "calls": (calls.TITLE, calls.calls),
    },
)
