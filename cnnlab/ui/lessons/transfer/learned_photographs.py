"""The bundled photographs of cats and dogs as the head classifies them, in a matrix that shows them."""

from functools import cache
from typing import Any

import numpy as np

from cnnlab.core.history import wilson_interval
from cnnlab.core.requests import FeaturePlane, JudgedPhotographs
from cnnlab.core.transfer import Confusion, confusion
from cnnlab.core.transfer.photographs import photograph_labels, photographs
from cnnlab.core.transfer.plane import placed
from cnnlab.figures.encode import jpeg_uri
from cnnlab.ui.shell.cache import squared_samples
from cnnlab.ui.shell.language import _
from cnnlab.ui.widgets.numbers import percent

SIDE = 112  # pixels of a thumbnail, twice those on the screen


def matrix_of_photographs(plane: FeaturePlane, judged: JudgedPhotographs) -> dict[str, Any]:
    """What learned_photographs.js draws: thumbnails in one strip, the cells' members, places in the plot, words."""
    labels = photograph_labels()
    found = confusion(labels, judged.probabilities)
    return {
        "strip": _strip(),
        "titles": [_(photograph.title) for photograph in photographs()],
        "credits": [photograph.credit for photograph in photographs()],
        "truths": labels.tolist(),
        "probabilities": [percent(float(share)) for share in judged.probabilities],
        "points": placed(judged.points, plane.bounds).ravel().round(4).tolist(),
        "cells": {f"{truth}{called}": at.tolist() for (truth, called), at in found.members.items()},
        "summary": _summary(found, len(labels)),
        "title": _("{count} photographs that may be shown. Click one to find it in the plot.").format(
            count=len(labels)
        ),
        "probability": _("Under each photograph: the probability of dog."),
        "photograph": _("{title}, a {truth}; probability of dog: {probability}. Photo: {credit}"),
    }


def _summary(found: Confusion, count: int) -> str:
    """How many are right, and how little that says of so few."""
    low, high = wilson_interval(found.accuracy, count)
    template = _(
        "{right} of {count} are right: {accuracy} ± {error} (standard error). Wilson's 95% interval, which holds for "
        "few pictures too: {low} to {high}."
    )
    if not found.standard_error:
        template = _(
            "{right} of {count} are right. √(p(1 − p)/n) then gives a standard error of 0, which is too small: "
            "Wilson's 95% interval is {low} to {high}."
        )
    right = int(np.trace(found.counts))
    return template.format(
        right=right,
        count=count,
        accuracy=f"{found.accuracy:.3f}",
        error=f"{found.standard_error:.3f}",
        low=f"{low:.3f}",
        high=f"{high:.3f}",
    )


@cache
def _strip() -> str:
    """The centre squares, which the base sees, one below the other in a JPEG data URI; the same for all visitors."""
    squares = squared_samples(SIDE, tuple(photograph.id for photograph in photographs()))
    stacked = np.concatenate(list(squares.values()))
    return jpeg_uri(stacked, len(stacked))
