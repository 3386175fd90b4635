"""Predict, on the Transfer learning page: what trains, what stays, and how exact an accuracy is."""

from cnnlab.core.errors import N_
from cnnlab.core.questions.transfer import frozen_exercise, head_exercise, standard_error_exercise
from cnnlab.core.transfer import HeadSettings
from cnnlab.ui.lessons.transfer.answer import Answer
from cnnlab.ui.lessons.transfer.settings import CONTROLS
from cnnlab.ui.widgets.questions import Questions, ask_one, is_open

PARAMETERS = 0  # the place of the question about them
QUESTIONS: Questions = {
    N_("Trainable parameters"): head_exercise,
    N_("Freezing VGG16"): lambda settings: frozen_exercise(),
    N_("Chance"): lambda settings: standard_error_exercise(),
}


def parameters_asked(settings: HeadSettings) -> bool:
    """Whether the number of trainable parameters is asked for, so that the page must not say it."""
    return is_open(CONTROLS, QUESTIONS, PARAMETERS, head_exercise(settings))


def predict(settings: HeadSettings, _answer: Answer | None) -> None:
    """One of the questions."""
    ask_one(CONTROLS, QUESTIONS, settings)
