"""The page "A digit's journey"."""

from cnnlab.core.errors import N_
from cnnlab.ui.shell.lesson import Lesson

LESSON = Lesson(
    stem="digit",
    section=N_("Building blocks"),
    title=N_("A digit's journey"),
    question=N_("How does a drawn digit become an answer?"),
    icon=":material/draw:",
    prefix="digit_",
    ready=".pad .share",
    goal=N_("follow a digit through every layer, number by number."),
    minutes=15,
)
