"""Predict on the Augmentation page: one of four pictures cannot have come out of the pipeline."""

from typing import Any

import numpy as np
import streamlit as st

from cnnlab.core.questions.augmentation import PICTURES, impostor_for, place_of_impostor, question_seed
from cnnlab.figures.encode import sheet
from cnnlab.ui.lessons.augmentation.settings import PREFIX, Settings
from cnnlab.ui.shell.ask import ask, say_where
from cnnlab.ui.shell.cache import Named, key_of
from cnnlab.ui.shell.language import _, listed
from cnnlab.ui.widgets.picture_grid import picture_grid

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
    shown = _asked(settings, number)
    if shown is None:
        return
    if shown["tiles"] is None:
        st.info(_("On this picture the layers leave nothing to ask: too little of it can be seen afterwards."))
    else:
        _ask(settings, shown, number)
    st.button(_("Another question"), key=f"{PREFIX}another", icon=":material/casino:", on_click=_next_question)


def _asked(settings: Settings, number: int) -> dict[str, Any] | None:
    """The four pictures of a question and why one of them is impossible; of draws as in training, each a batch of
    its own."""
    count = PICTURES
    answer = ask(
        "augment",
        own=not settings.sample,
        made=lambda value: _question(settings, value["images"], number) | {"on_cpu": value.get("on_cpu")},
        part="predict",
        shown={"number": number, "seed": settings.seed},
        pictures=Named(
            f"{settings.picture.digest} {len(settings.pixels)} {count}", lambda: np.stack([settings.pixels] * count)
        ),
        layers=settings.layers,
        layers_seed=question_seed(settings.seed, number),
        training=True,
        apart=True,
    )
    if answer is None:
        return None
    say_where(answer.value)
    return answer.value


def _question(settings: Settings, draws: np.ndarray, number: int) -> dict[str, Any]:
    """The sheet of the four pictures and of the original, and the reason; no sheet where nothing can be asked."""
    impostor = impostor_for(settings.layers, draws, settings.seed, number)
    if impostor is None:
        return {"tiles": None}
    place = place_of_impostor(settings.seed, number)
    tiles = [impostor.make(each) if at == place else each for at, each in enumerate(draws)]
    return {
        "tiles": sheet(tiles),
        "original": sheet([settings.pixels]),
        "id": key_of("predict", {"draws": draws, "number": number})[:12],
        "why": impostor.why,
        "values": impostor.values,
    }


def _ask(settings: Settings, shown: dict[str, Any], number: int) -> None:
    place = place_of_impostor(settings.seed, number)
    st.markdown(_("Which of these four pictures can this pipeline not have made?"))
    picture_grid(shown["tiles"], shown["original"], list(LETTERS), 2, f"{PREFIX}quiz", widest=240)
    # Another question, pipeline or picture: the answer is open again.
    key = f"{PREFIX}predict_{shown['id']}"
    given = st.radio(_("Your answer"), list(LETTERS), index=None, key=key, horizontal=True, persist_state="session")
    if given is None:
        return
    why = _(shown["why"]).format(**shown["values"])
    if given == LETTERS[place]:
        st.success(_("Right: {letter}.").format(letter=given) + " " + why, icon=":material/check:")
    else:
        text = _("This pipeline can make {given}. It cannot make {letter}.")
        st.warning(text.format(given=given, letter=LETTERS[place]) + " " + why, icon=":material/lightbulb:")


def _next_question() -> None:
    st.session_state[QUESTION] = st.session_state.get(QUESTION, 0) + 1
