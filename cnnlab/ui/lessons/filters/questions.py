"""Predict, on the Filters page: what the score averages, a step's length, a silent filter, the best patch."""

from cnnlab.core.errors import N_
from cnnlab.core.questions.exercises import Exercise
from cnnlab.core.questions.filters import averaged_exercise, length_question, linear_question, silent_question
from cnnlab.ui.lessons.filters.answer import Answer
from cnnlab.ui.lessons.filters.settings import CONTROLS, Settings
from cnnlab.ui.widgets.questions import Questions, ask_one

EXAMPLE = ("conv3", 41, 41)  # for layers whose maps are smaller than the two edges
LEAST = 6  # cells on a side


def _averaged(settings: Settings) -> Exercise:
    stage = settings.stage
    if stage is None or stage.height < LEAST:
        return averaged_exercise(*EXAMPLE)
    return averaged_exercise(stage.convolution, stage.height, stage.width)


QUESTIONS: Questions = {
    N_("The best patch"): lambda _settings: linear_question(),
    N_("The score"): _averaged,
    N_("A step's length"): lambda _settings: length_question(),
    N_("A silent filter"): lambda _settings: silent_question(),
}


def predict(settings: Settings, _answer: Answer | None) -> None:
    """One of the questions."""
    ask_one(CONTROLS, QUESTIONS, settings)
