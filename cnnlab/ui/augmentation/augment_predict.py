"""Predict on the Augmentation page: one of four pictures cannot have come out of the pipeline."""

import numpy as np
import streamlit as st

from cnnlab.core.augmentation_question import PICTURES, Impostor, impostor_for, place_of_impostor, question_seed
from cnnlab.ui.ask import ask, say_where
from cnnlab.ui.augmentation.augment import PREFIX, Settings
from cnnlab.ui.cache import key_of
from cnnlab.ui.language import _, listed
from cnnlab.ui.picture_grid import picture_grid

LETTERS = "ABCD"
QUESTION = f"{PREFIX}question"  # how many questions came before


@st.fragment
def predict(settings: Settings) -> None:
    """Three draws with other seeds than the page's, and one that the pipeline cannot make."""
    if not settings.layers:
        st.info(_("Switch a layer on, and a question about it comes here."), icon=":material/info:")
        return
    if settings.mixes:
        text = _("This question is about one picture. Switch {layers} off to get it.")
        st.info(text.format(layers=listed(settings.mixes)), icon=":material/info:")
        return
    number = st.session_state.get(QUESTION, 0)
    draws = _draws(settings, number)
    if draws is None:
        return
    impostor = impostor_for(settings.layers, draws, settings.seed, number)
    if impostor is None:
        st.info(_("On this picture the layers leave nothing to ask: too little of it can be seen afterwards."))
    else:
        _ask(settings, draws, impostor, number)
    st.button(_("Another question"), key=f"{PREFIX}another", icon=":material/casino:", on_click=_next_question)


def _draws(settings: Settings, number: int) -> np.ndarray | None:
    """Four draws, uint8 (4, height, width, 3), as in training, each a batch of its own."""
    answer = ask(
        "augment",
        remember=False,
        pictures=np.stack([settings.pixels] * PICTURES),
        layers=settings.layers,
        layers_seed=question_seed(settings.seed, number),
        training=True,
        apart=True,
    )
    if answer is None:
        return None
    say_where(answer.value)
    return answer.value["images"]


def _ask(settings: Settings, draws: np.ndarray, impostor: Impostor, number: int) -> None:
    place = place_of_impostor(settings.seed, number)
    tiles = [impostor.make(each) if at == place else each for at, each in enumerate(draws)]
    st.markdown(_("Which of these four pictures can this pipeline not have made?"))
    picture_grid(tiles, [settings.pixels], list(LETTERS), 2, f"{PREFIX}quiz", widest=240)
    # Another question, pipeline or picture: the answer is open again.
    asked = key_of("predict", {"draws": draws, "number": number})[:12]
    given = st.radio(_("Your answer"), list(LETTERS), index=None, key=f"{PREFIX}predict_{asked}", horizontal=True)
    if given is None:
        return
    why = _(impostor.why).format(**impostor.values)
    if given == LETTERS[place]:
        st.success(_("Right: {letter}.").format(letter=given) + " " + why, icon=":material/check:")
    else:
        text = _("This pipeline can make {given}. It cannot make {letter}.")
        st.warning(text.format(given=given, letter=LETTERS[place]) + " " + why, icon=":material/lightbulb:")


def _next_question() -> None:
    st.session_state[QUESTION] = st.session_state.get(QUESTION, 0) + 1
