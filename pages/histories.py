"""Training histories: runs compared, when to stop, and what chance alone would give."""

from cnnlab.ui.lessons import begin
from cnnlab.ui.lessons.histories import (
    LESSON,
    answer,
    comparison,
    contrasts,
    downloads,
    questions,
    settings,
    show,
    snippet,
    stopping,
)
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
        "stopping": (stopping.TITLE, stopping.stopping),
        "comparison": (comparison.TITLE, comparison.comparison),
        "downloads": (downloads.TITLE, downloads.downloads),
    },
    opened_by=settings.OPENED_BY,
)
