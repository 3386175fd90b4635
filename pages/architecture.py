"""Architecture: a network read into shapes, parameters, cost and what each unit sees."""

from cnnlab.ui.lessons import begin
from cnnlab.ui.lessons.architecture import (
    LESSON,
    answer,
    build,
    contrasts,
    ideas,
    measured,
    questions,
    settings,
    show,
    side_by_side,
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
        "build": (build.TITLE, build.build_part),
        "pairs": (side_by_side.TITLE, side_by_side.side_by_side_part),
        "ideas": (ideas.TITLE, ideas.ideas),
        "measured": (measured.TITLE, measured.measured),
    },
    opened_by={"arch_built": "build", "arch_pair": "pairs"},
)
