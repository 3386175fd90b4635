"""Predict, on the page "A digit's journey": which of four feature maps a kernel made."""

import numpy as np
import streamlit as st

from cnnlab.core.questions.digits import MapQuestion, map_question, map_reason
from cnnlab.core.requests import LayerOutputs, ReadWeights
from cnnlab.ui.lessons.digit.settings import CONTROLS, Settings
from cnnlab.ui.lessons.digit.waiting import no_answer
from cnnlab.ui.shell.ask import ask
from cnnlab.ui.shell.held import Itself, held_by_all
from cnnlab.ui.shell.language import _, current
from cnnlab.ui.widgets.feature_maps import Group, amounts, diverging, map_sheet, packed
from cnnlab.ui.widgets.verdicts import another, judge_option

LETTERS = "ABCD"
NUMBER = CONTROLS.key("question")


def predict(settings: Settings, answer: LayerOutputs | None) -> None:
    """A kernel of the first layer above four maps, and the visitor's choice."""
    if answer is None:
        no_answer()
        return
    weights = ask(ReadWeights(settings.card.id), part="predict")
    if weights is None:
        return
    layer, number = settings.layers[0].name, st.session_state.get(NUMBER, 0)
    kernels, maps = weights.value.by_layer[layer][0], answer.by_layer[layer]
    made_from = (Itself(kernels), Itself(maps), number, current())
    question, sheet = held_by_all(f"{NUMBER}:drawn", made_from, lambda: _drawn(kernels, maps, number))
    st.markdown(_("Which of these four maps was produced by this `{layer}` kernel?").format(layer=layer))
    map_sheet(sheet, key=CONTROLS.key("quiz"))
    key = CONTROLS.key(f"predict_{settings.card.id}_{question.filter}")
    letter = st.radio(_("Your answer"), list(LETTERS), index=None, key=key, horizontal=True, persist_state="session")
    options = dict(zip(LETTERS, question.options.values(), strict=True))
    made = map_reason(kernels[:, :, 0, question.filter], question.filter, layer)
    judge_option(letter, options, made, key, str)
    another(_("Another kernel"), CONTROLS.key("another"), NUMBER)


def _drawn(kernels: np.ndarray, maps: np.ndarray, number: int) -> tuple[MapQuestion, bytes]:
    """The question of that number, and what is sent of its kernel and its maps."""
    question = map_question(kernels, maps, number)
    filters = list(question.options)
    groups = [
        Group("kernel", [diverging(kernels[:, :, 0, question.filter : question.filter + 1])], (72, 72)),
        Group("answers", [amounts(maps[..., filters])], (78, 78), names=list(LETTERS), space=4),
    ]
    return question, packed(groups, said=_("A kernel and four feature maps labelled A to D"))
