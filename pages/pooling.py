"""Pooling: what a window keeps, and what it discards."""

from cnnlab.ui.lessons import begin
from cnnlab.ui.lessons.pooling import LESSON, answer, contrasts, downsampling, questions, settings, shift, show, snippet
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
        "shift": (shift.TITLE, shift.shift),
        "downsampling": (downsampling.TITLE, downsampling.downsampling),
    },
    opened_by={"pool_scene": "shift", "pool_way": "shift"},
    hideable=[view.OUTPUT],
)
