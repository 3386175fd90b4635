"""Activations: what each layer of a network makes of a picture."""

from functools import partial

from cnnlab.ui.lessons import begin
from cnnlab.ui.lessons.activations import (
    LESSON,
    answer,
    contrasts,
    depth,
    exciting,
    questions,
    settings,
    show,
    snippet,
    two,
)
from cnnlab.ui.shell.language import _
from cnnlab.ui.widgets.more_networks import TITLE, more_networks
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
        "depth": (_(depth.TITLE), partial(depth.over_depth, chosen, found)),
        "two": (_(two.TITLE), partial(two.two_pictures, chosen, found)),
        "exciting": (_(exciting.TITLE), partial(exciting.exciting, chosen, found)),
        "notes": (_(NOTES), partial(show.notes, chosen, found)),
        "code": (_(CODE), partial(snippet.code, chosen, found)),
        "networks": (_(TITLE), more_networks),
    },
)
