"""Predict, on the Filters page: what the score averages, a step's length, a silent filter, the best patch."""

from cnnlab.core.errors import N_
from cnnlab.core.questions.exercises import Exercise
from cnnlab.core.questions.filters import averaged_exercise, length_question, linear_question, silent_question
from cnnlab.ui.lessons.filters.answer import Answer
from cnnlab.ui.lessons.filters.settings import CONTROLS, Settings
from cnnlab.ui.widgets.questions import Questions, ask_one

SHRINK = 4  # pixels of the picture's side for a cell of the example's


def _averaged(settings: Settings) -> Exercise:
    """An example, as if two poolings had gone before: the page does not know the map at the picture's size."""
    side = settings.ascent.size // SHRINK
    return averaged_exercise(side, side)


QUESTIONS: Questions = {
    N_("The best patch"): lambda _settings: linear_question(),
    N_("The score"): _averaged,
    N_("A step's length"): lambda _settings: length_question(),
    N_("A silent filter"): lambda _settings: silent_question(),
}


def predict(settings: Settings, _answer: Answer | None) -> None:
    """One of the questions."""
    ask_one(CONTROLS, QUESTIONS, settings)
