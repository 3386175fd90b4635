"""Predict, on the Augmentation page: which of four pictures can this pipeline not have made?"""

from dataclasses import dataclass

import numpy as np
import streamlit as st

from cnnlab.core.augmentation.batches import repeated
from cnnlab.core.questions.augmentation import PICTURES, ImpostorQuestion, impostor_question, question_seed
from cnnlab.core.questions.exercises import Slip
from cnnlab.core.requests import Augment
from cnnlab.engine import Result
from cnnlab.figures.encode import PictureStrip, picture_strip
from cnnlab.ui.lessons.augmentation.answer import Answer
from cnnlab.ui.lessons.augmentation.settings import CONTROLS, Settings
from cnnlab.ui.shell.ask import ask, named, note_cpu_fallback
from cnnlab.ui.shell.cache import key_of
from cnnlab.ui.shell.language import _, listed
from cnnlab.ui.shell.link import fragment
from cnnlab.ui.widgets.picture_grid import picture_grid
from cnnlab.ui.widgets.verdicts import another, judge_option

NUMBER = CONTROLS.key("question")  # how many questions came before


@dataclass(frozen=True)
class Asked:
    """A question with its four pictures and their original; `id` differs between questions."""

    question: ImpostorQuestion
    tiles: PictureStrip
    original: PictureStrip
    id: str


@fragment
def predict(settings: Settings, answer: Answer | None) -> None:
    """Three pictures with other seeds than the grid's, and one that the pipeline cannot make."""
    if answer is None or not _has_question(settings):
        return
    result = _find(settings, st.session_state.get(NUMBER, 0))
    if result is None:
        return
    note_cpu_fallback(result)
    if result.value is None:
        text = _("There is no question about this picture: after these layers, too little of it is recognizable.")
        st.info(text, icon=":material/info:")
    else:
        _ask(result.value)
    another(_("Another question"), CONTROLS.key("another"), NUMBER)


def _has_question(settings: Settings) -> bool:
    """Whether there is something to ask; if not, the page says what to change."""
    if not settings.layers:
        st.info(_("Switch on a layer to get a question about it."), icon=":material/info:")
    elif settings.mixing:
        text = _("This question is about one picture. To get it, switch off the layers that mix pictures: {layers}.")
        st.info(text.format(layers=listed(settings.mixing)), icon=":material/info:")
    return bool(settings.layers) and not settings.mixing


def _find(settings: Settings, number: int) -> Result[Asked | None] | None:
    """The question of that number, about versions as in training, each a batch of its own."""
    name = f"{settings.picture.digest} {len(settings.pixels)} {PICTURES}"
    pictures = named(name, lambda: repeated([settings.pixels], PICTURES))
    return ask(
        Augment(pictures, settings.layers, question_seed(settings.seed, number), apart=True),
        own=not settings.sample,
        convert=lambda batch: _asked(settings, batch.images, number),
        part="predict",
        depends_on={"number": number, "seed": settings.seed},
    )


def _asked(settings: Settings, versions: np.ndarray, number: int) -> Asked | None:
    question = impostor_question(settings.layers, versions, settings.seed, number)
    if question is None:
        return None
    key = key_of("predict", {"versions": versions, "number": number})[:12]
    tiles = picture_strip(question.pictures(versions))
    return Asked(question, tiles, picture_strip([settings.pixels]), key)


def _ask(asked: Asked) -> None:
    question, options = asked.question, asked.question.options
    st.markdown(_(question.question))
    picture_grid(asked.tiles, asked.original, list(options), 2, CONTROLS.key("quiz"), widest=240)
    key = CONTROLS.key(f"predict_{asked.id}")  # so that another question starts without an answer
    letter = st.radio(_("Your answer"), list(options), index=None, key=key, horizontal=True, persist_state="session")
    reason = question.impostor
    judge_option(letter, options, Slip(reason.why, **reason.values), key, str)
