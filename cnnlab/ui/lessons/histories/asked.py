"""The question under Predict whose answer must not be on the screen: the best epoch of a run."""

import streamlit as st

from cnnlab.core.questions.exercises import Exercise
from cnnlab.core.questions.training import QuestionError, epoch_exercise
from cnnlab.ui.lessons.histories.runs import Run
from cnnlab.ui.lessons.histories.settings import CONTROLS, Settings
from cnnlab.ui.shell.held import held
from cnnlab.ui.shell.language import current
from cnnlab.ui.widgets.questions import is_asked
from cnnlab.ui.widgets.verdicts import digest, is_shown

PREFIX = CONTROLS.key("predict_")
ABOUT = f"{PREFIX}about"
EPOCH, COUNT, METRIC = 0, 4, "loss"  # the place of this question among so many, and what it is about


def answer_key(run: Run, question: Exercise) -> str:
    """The key of the visitor's answer; another own file may have the id and the name of one that was removed."""
    return f"{PREFIX}answer_{run.id}_{digest(question.values, question.answer)}"


def epoch_question(settings: Settings) -> Exercise:
    """The question about the first run. Raises QuestionError where it has no validation loss."""
    run = settings.runs[0]
    return held(f"{PREFIX}epoch", (run, current()), lambda: epoch_exercise(run.history, run.title()))


def hidden_run(settings: Settings) -> str:
    """The id of the run whose best epoch is asked for, shown otherwise, and not found yet; "" if there is none."""
    if METRIC not in settings.metrics or not is_asked(CONTROLS, EPOCH, COUNT):
        return ""
    run = settings.runs[0]
    try:
        question = epoch_question(settings)
    except QuestionError:
        return ""
    key = answer_key(run, question)
    return "" if is_shown(key) or st.session_state.get(key) == question.answer else run.id
