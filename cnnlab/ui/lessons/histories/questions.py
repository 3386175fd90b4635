"""Predict, on the Training histories page: which epoch to keep, which run overfits or was augmented, a larger step."""

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from cnnlab.core.errors import N_
from cnnlab.core.questions.augmented_run import NAMES, AugmentedPair, augmented_pair, augmented_run_question
from cnnlab.core.questions.exercises import Exercise
from cnnlab.core.questions.training import Pick, QuestionError, learning_rate_question, overfitting_question
from cnnlab.ui.lessons.histories.answer import Answer
from cnnlab.ui.lessons.histories.asked import ABOUT, PREFIX, answer_key, epoch_question
from cnnlab.ui.lessons.histories.asked_curves import curves_of_runs, curves_without_names
from cnnlab.ui.lessons.histories.runs import Run
from cnnlab.ui.lessons.histories.settings import Settings
from cnnlab.ui.shell import view
from cnnlab.ui.shell.cache import histories
from cnnlab.ui.shell.held import held
from cnnlab.ui.shell.language import _, current, error_text, in_language
from cnnlab.ui.widgets import controls
from cnnlab.ui.widgets.plain import plain
from cnnlab.ui.widgets.questions import on_paper
from cnnlab.ui.widgets.verdicts import digest, judge_number, judge_option, number_field


@dataclass(frozen=True)
class WithCurves:
    """A question about two runs that are shown with it."""

    pair: AugmentedPair
    pick: Pick


Question = Exercise | Pick | WithCurves


def _augmentation(settings: Settings) -> WithCurves:
    pair = augmented_pair(histories(), [run.id for run in settings.runs])
    return WithCurves(pair, augmented_run_question(pair))


OVERFITTING = N_("Overfitting")
QUESTIONS: dict[str, Callable[[Settings], Question]] = {
    N_("Epoch to keep"): epoch_question,
    OVERFITTING: lambda settings: overfitting_question({run.title(): run.history for run in settings.runs}),
    N_("Augmentation"): _augmentation,
    N_("Learning rate"): lambda settings: learning_rate_question(),
}


def predict(settings: Settings, answer: Answer | None) -> None:
    """One of the questions, by the label that the visitor chooses."""
    if answer is None:
        return
    if view.printing():
        _print(settings)
        return
    labels = list(QUESTIONS)
    at = controls.one_of(
        st.segmented_control, _("Question about"), list(range(len(labels))), ABOUT, 0,
        lambda index: _(labels[index]), required=True,
    )  # fmt: skip
    try:
        question = held(f"{PREFIX}question", (at, settings.runs, current()), lambda: QUESTIONS[labels[at]](settings))
    except QuestionError as error:
        st.caption(_("Not with these settings: {reason}").format(reason=error_text(error)))
        return
    if isinstance(question, Exercise):
        curves_of_runs(settings.runs[:1])
        _number(question, settings.runs[0])
    elif isinstance(question, Pick):
        if labels[at] == OVERFITTING:
            curves_of_runs(settings.runs)
        _pick(question, at)
    else:
        ids = [run.card.id for run in question.pair.runs]
        curves_without_names(question.pair)
        if _pick(question.pick, at, "_".join(ids)):
            _tell_names(question.pair)


def _print(settings: Settings) -> None:
    """All questions, those about other runs with their curves."""
    for at, make in enumerate(QUESTIONS.values(), 1):
        try:
            question = make(settings)
        except QuestionError:
            continue
        if at == 1:
            curves_of_runs(settings.runs)  # the losses, which the first two are about
        if isinstance(question, Exercise):
            on_paper(at, _(question.question).format(run=plain(question.values["run"])))
            continue
        pick = question.pick if isinstance(question, WithCurves) else question
        on_paper(at, _(pick.question), [plain(_(option)) for option in pick.options])
        if isinstance(question, WithCurves):
            curves_without_names(question.pair, "_pair")


def _pick(question: Pick, at: int, about: str = "") -> bool:
    """Whether the visitor knows the right option now; `about` tells apart questions that have the same options."""
    options = list(question.options)
    key = f"{PREFIX}{at}_{digest(about, options, question.answer, str(question.reason))}"

    def written(option: str) -> str:
        return plain(_(option))  # the title of an own file, for example

    picked = st.radio(_(question.question), options, format_func=written, index=None, key=key, persist_state="session")
    return judge_option(picked, question.options, question.reason, key, written)


def _tell_names(pair: AugmentedPair) -> None:
    titles = [in_language(run.card.title, current()) for run in pair.runs]
    st.markdown("  \n".join(f"{_(name)}: {title}" for name, title in zip(NAMES, titles, strict=True)))


def _number(question: Exercise, run: Run) -> None:
    st.markdown(_(question.question).format(run=plain(question.values["run"])))
    key = answer_key(run, question)
    judge_number(question, number_field(key), key)
