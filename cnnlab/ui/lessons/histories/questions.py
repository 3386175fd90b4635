"""Predict, on the Training histories page: which epoch to keep, which run overfits, what a larger step does."""

from collections.abc import Callable

import streamlit as st

from cnnlab.core.errors import N_
from cnnlab.core.questions.exercises import Exercise
from cnnlab.core.questions.training import (
    Pick,
    QuestionError,
    epoch_exercise,
    learning_rate_question,
    overfitting_question,
)
from cnnlab.ui.lessons.histories.answer import Answer
from cnnlab.ui.lessons.histories.runs import plain
from cnnlab.ui.lessons.histories.settings import CONTROLS, Settings
from cnnlab.ui.shell.held import held
from cnnlab.ui.shell.language import _, current, error_text
from cnnlab.ui.widgets import controls
from cnnlab.ui.widgets.questions import right, wrong

ASKED, PREFIX = CONTROLS.key("asked"), CONTROLS.key("predict_")
QUESTIONS: dict[str, Callable[[Settings], Exercise | Pick]] = {
    N_("Epoch to keep"): lambda settings: epoch_exercise(settings.runs[0].history, settings.runs[0].title()),
    N_("Overfitting"): lambda settings: overfitting_question({run.title(): run.history for run in settings.runs}),
    N_("Learning rate"): lambda settings: learning_rate_question(),
}


def predict(settings: Settings, answer: Answer | None) -> None:
    """One of the questions, by the label that the visitor chooses."""
    if answer is None:
        return
    labels = list(QUESTIONS)
    at = controls.one_of(
        st.segmented_control, _("Question about"), list(range(len(labels))), f"{PREFIX}about", 0,
        lambda index: _(labels[index]), required=True,
    )  # fmt: skip
    try:
        question = held(f"{PREFIX}question", (at, settings.runs, current()), lambda: QUESTIONS[labels[at]](settings))
    except QuestionError as error:
        st.caption(_("Not with these settings: {reason}").format(reason=error_text(error)))
        return
    if isinstance(question, Pick):
        _pick(question, at)
    else:
        _number(question)


def _pick(question: Pick, at: int) -> None:
    options = list(question.options)
    picked = st.radio(
        _(question.question), options, format_func=lambda option: _(option), index=None,
        key=f"{PREFIX}{at}_{options}", persist_state="session",
    )  # fmt: skip
    if picked is None:
        return
    slip = question.options[picked]
    if slip is None:
        right(_(picked), error_text(question.reason))
    else:
        wrong(_(picked), error_text(slip))


def _number(question: Exercise) -> None:
    st.markdown(_(question.question).format(run=plain(question.values["run"])))
    key = f"{PREFIX}answer_{question.values['run']}"
    given = st.number_input(_("Your answer"), 1, value=None, step=1, key=key, width=180, persist_state="session")
    if given is None:
        return
    if given == question.answer:
        right(
            f"{given}", _("There the validation loss is lowest; later weights only fit the training pictures better.")
        )
        return
    slip = question.slip_for(given)
    wrong(
        f"{given}",
        error_text(slip) if slip else _("Choose loss as the metric, and look for the lowest point of the solid curve."),
    )
