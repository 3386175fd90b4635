"""The engine's answers for the page, with as few tasks as possible."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
import streamlit as st

from cnnlab.core.cards.scores import probabilities
from cnnlab.core.heat_maps import BY_ID
from cnnlab.core.pictures import Square
from cnnlab.core.requests import Classify, Explain, Explanation, Scores
from cnnlab.engine import Result
from cnnlab.ui.lessons.grad_cam import classes
from cnnlab.ui.lessons.grad_cam.in_parts import in_parts
from cnnlab.ui.lessons.grad_cam.settings import Settings
from cnnlab.ui.shell.ask import ask, named, recalled, remember
from cnnlab.ui.shell.cache import squared
from cnnlab.ui.shell.errors import errors_shown


@dataclass(frozen=True)
class Answer:
    """The map of one class at one layer, and the picture as the network got it."""

    result: Result[Explanation]
    square: Square
    name: str  # of the class, in the visitor's language

    @property
    def explanation(self) -> Explanation:
        return self.result.value

    @property
    def class_index(self) -> int:
        return self.explanation.class_index

    @property
    def probabilities(self) -> np.ndarray:
        """The probability of every class, (classes,)."""
        return probabilities(self.explanation.logits, self.explanation.activation)

    @property
    def one_unit(self) -> bool:
        """Whether a single output distinguishes two classes."""
        return self.explanation.path["units"] == 1

    @property
    def has_evidence(self) -> bool:
        """Whether the map is positive anywhere."""
        return bool(self.explanation.heat.any())


def find(settings: Settings) -> Answer | None:
    """Get the network's predictions, let the visitor choose a class among them, and get its map.

    None if the engine or the card's class names are in trouble, which is then said here.
    """
    with errors_shown():
        return _find(settings)
    return None


def _find(settings: Settings) -> Answer | None:
    network, picture = settings.network, settings.picture
    square = squared(
        picture.own, digest=picture.digest, _picture=picture.pixels, how=settings.squaring, size=settings.size
    )
    pixels = named(f"{picture.digest} {settings.squaring} {settings.size}", lambda: square.pixels)
    request = Explain(network.card.id, pixels, settings.layer, method=settings.method.id)
    meanwhile = partial(st.image, square.view, alt=picture.name, width="stretch")
    scores = _scores(request, meanwhile, picture.own, explains_first=classes.is_first() and not settings.method.slow)
    if scores is None:
        return None
    network.check_names(len(scores.logits))
    with settings.classes:
        class_index = classes.choose(network, scores)
    result = _explanation(replace(request, class_index=class_index), meanwhile, picture.own)
    return None if result is None else Answer(result, square, network.names[class_index])


def _scores(request: Explain, meanwhile: Callable[[], object], own: bool, explains_first: bool) -> Scores | None:
    """The scores of the picture of `request`, which names no class.

    They come with every explanation of the picture, so no task is needed if one is remembered. Otherwise, with
    `explains_first` the class with the highest score is explained, because the page shows that next; without, a forward
    pass alone finds the scores, because which class the page shows next depends on them.
    """
    classify = Classify(request.model, request.picture)
    if (known := recalled(classify, own=own)) is not None:
        return known.value
    if explains_first:
        explained = _explanation(request, meanwhile, own)
        return None if explained is None else explained.value.scores
    classified = ask(classify, meanwhile, own=own)
    return None if classified is None else classified.value


def _explanation(request: Explain, meanwhile: Callable[[], object], own: bool) -> Result[Explanation] | None:
    """The map of a class, or of the class with the highest score; it is then remembered as that class's too."""
    if (known := recalled(request, own=own)) is not None:
        return known
    result = in_parts(request, meanwhile, own) if BY_ID[request.method].slow else ask(request, meanwhile, own=own)
    if result is not None:
        found = result.value
        classified = Result(found.scores, result.seconds, result.on_cpu)
        remember(Classify(request.model, request.picture), classified, own=own)
        remember(replace(request, class_index=found.class_index), result, own=own)
    return result
