"""Grad-CAM: where in a picture a network finds evidence for a class."""

from functools import partial

from cnnlab.ui.lessons import begin
from cnnlab.ui.lessons.grad_cam import LESSON, answer, clever_hans, compare, questions, settings, show, snippet, trust
from cnnlab.ui.lessons.grad_cam.contrasts import contrasts_for
from cnnlab.ui.shell.language import _
from cnnlab.ui.widgets.more_networks import TITLE, more_networks
from cnnlab.ui.widgets.skeleton import CODE, NOTES, PREDICT, asking_screen
from cnnlab.ui.widgets.tabs import tabs

begin(LESSON)

chosen, found = asking_screen(
    controls=settings.controls,
    tries=lambda chosen: (chosen.controls, contrasts_for(chosen.network)),
    find=answer.find,
    numbers=show.numbers,
    figure=show.figure,
    below=show.below,
)
tabs(
    LESSON.prefix,
    {
        "predict": (_(PREDICT), partial(questions.predict, chosen)),
        "compare": (_(compare.TITLE), partial(compare.compare, chosen, found)),
        "trust": (_(trust.TITLE), partial(trust.trust, chosen, found)),
        "hans": (_(clever_hans.TITLE), partial(clever_hans.clever_hans, chosen, found)),
        "notes": (_(NOTES), partial(show.notes, chosen, found)),
        "code": (_(CODE), partial(snippet.code, chosen, found)),
        "networks": (_(TITLE), more_networks),
    },
)
