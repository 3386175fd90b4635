"""Transfer learning: a head trained live on a pretrained base, what it learned, what freezing leaves to train."""

from cnnlab.ui.lessons import begin
from cnnlab.ui.lessons.transfer import (
    LESSON,
    answer,
    contrasts,
    costs,
    freezing,
    learned,
    pipeline,
    questions,
    recipe,
    settings,
    show,
    sizes,
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
        "learned": (learned.TITLE, learned.learned),
        "sizes": (sizes.TITLE, sizes.sizes),
        "freezing": (freezing.TITLE, freezing.freezing),
        "costs": (costs.TITLE, costs.costs),
        "recipe": (recipe.TITLE, recipe.recipe),
        "pipeline": (pipeline.TITLE, pipeline.pipeline),
    },
)
