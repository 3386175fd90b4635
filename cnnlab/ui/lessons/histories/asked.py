"""The question under Predict whose answer must not be on the screen: the best epoch of a run."""

import streamlit as st

from cnnlab.core.questions.exercises import Exercise
from cnnlab.core.questions.training import QuestionError, epoch_exercise
from cnnlab.ui.lessons.histories.runs import Run
from cnnlab.ui.lessons.histories.settings import CONTROLS, OPENED_BY, Settings
from cnnlab.ui.shell import link, view
from cnnlab.ui.shell.held import held
from cnnlab.ui.shell.language import current
from cnnlab.ui.widgets.verdicts import is_shown

PREFIX = CONTROLS.key("predict_")
ABOUT, TAB = f"{PREFIX}about", CONTROLS.key("tab")
EPOCH, METRIC = 0, "loss"  # the place of this question among the others, and what it is about


def answer_key(run: Run) -> str:
    """The key of the visitor's answer."""
    return f"{PREFIX}answer_{run.id}_{run.history.name}"


def epoch_question(settings: Settings) -> Exercise:
    """The question about the first run. Raises QuestionError where it has no validation loss."""
    run = settings.runs[0]
    return held(f"{PREFIX}epoch", (run, current()), lambda: epoch_exercise(run.history, run.title()))


def hidden_run(settings: Settings) -> str:
    """The id of the run whose best epoch is asked for, shown otherwise, and not found yet; "" if there is none."""
    if METRIC not in settings.metrics or not _is_asked():
        return ""
    run = settings.runs[0]
    key = answer_key(run)
    try:
        is_answered = is_shown(key) or st.session_state.get(key) == epoch_question(settings).answer
    except QuestionError:
        return ""
    return "" if is_answered else run.id


def _is_asked() -> bool:
    """Whether this question is open, as on paper; in a page's first run the tab and the question are the link's."""
    if "predict" in view.hidden():
        return False
    if view.printing():
        return True
    tab = st.session_state.get(TAB) or link.asked(TAB)
    if tab is None:
        opens_another = any(key.startswith(begin) for key in st.query_params for begin in OPENED_BY)
        tab = "another" if opens_another else "predict"
    about = st.session_state.get(ABOUT, link.asked(ABOUT) or EPOCH)
    return tab == "predict" and str(about) == str(EPOCH)
