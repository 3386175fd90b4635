"""Convolution: what one step computes, and what the whole layer makes of a size."""

from cnnlab.ui.lessons import begin
from cnnlab.ui.lessons.convolution import (
    LESSON,
    answer,
    contrasts,
    photograph,
    questions,
    settings,
    shift,
    show,
    snippet,
)
from cnnlab.ui.shell import view
from cnnlab.ui.widgets.skeleton import one_screen

begin(LESSON)
one_screen(
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
        "photograph": (photograph.TITLE, photograph.photograph),
        "shift": (shift.TITLE, shift.shift),
    },
    opened_by={"conv_photo_": "photograph", "conv_shift_": "shift"},
    hideable=[view.OUTPUT],
)
