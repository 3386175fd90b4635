"""Guess first: two questions about the map on the page, which its measures then answer."""

from collections.abc import Sequence
from hashlib import sha1

import streamlit as st

from cnnlab.core.questions.trust import animal_question, weights_question
from cnnlab.core.questions.window import Choice
from cnnlab.ui.lessons.grad_cam.answer import Answer
from cnnlab.ui.lessons.grad_cam.settings import CONTROLS, Settings
from cnnlab.ui.shell.language import _, error_text
from cnnlab.ui.widgets.verdicts import right

MASS, WEIGHTS = "mass", "weights"


def ask_first(settings: Settings, answer: Answer) -> None:
    """The questions, before anything of the map is shown."""
    st.markdown(_("**Guess first**"))
    for name, question in _questions(settings, None, None).items():
        st.radio(
            _(question.question),
            list(question.options),
            index=None,
            format_func=_,
            horizontal=True,
            persist_state="session",
            key=_key(name, settings, answer),
        )


def judge(settings: Settings, answer: Answer, masses: Sequence[float] | None, spearman: float | None) -> None:
    """What the visitor has guessed beside what was found, as far as it has been measured."""
    found = {MASS: masses, WEIGHTS: spearman}
    for name, question in _questions(settings, masses, spearman).items():
        picked = st.session_state.get(_key(name, settings, answer))
        if picked is None or found[name] is None:
            continue
        text = _("Your guess: {question} **{answer}**")
        st.markdown(text.format(question=_(question.question), answer=_(picked)))
        slip = question.options[picked]
        if slip is not None:
            st.warning(error_text(slip), icon=":material/lightbulb:")
        elif question.reason is not None:
            right(_(picked), error_text(question.reason))


def _questions(settings: Settings, masses: Sequence[float] | None, spearman: float | None) -> dict[str, Choice]:
    """Those that the measures of this method answer: one of many passes is not repeated with random weights."""
    found = {MASS: animal_question(masses), WEIGHTS: weights_question(spearman)}
    return {name: question for name, question in found.items() if name == MASS or not settings.method.slow}


def _key(name: str, settings: Settings, answer: Answer) -> str:
    """Another map has questions of its own."""
    about = (settings.picture.digest, settings.squaring, settings.card.id, settings.method.id, settings.layer)
    digest = sha1(repr((*about, answer.class_index)).encode(), usedforsecurity=False).hexdigest()[:12]
    return CONTROLS.key(f"foreseen_{name}_{digest}")
