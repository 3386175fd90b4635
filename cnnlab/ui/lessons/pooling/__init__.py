"""The Pooling page."""

from cnnlab.core.errors import N_
from cnnlab.ui.shell.lesson import Lesson

LESSON = Lesson(
    stem="pooling",
    section=N_("Building blocks"),
    title=N_("Pooling"),
    question=N_("What does pooling keep, and what does it forget?"),
    icon=":material/compress:",
    prefix="pool_",
    ready=".stepper .place",
    goal=N_("say what max and average pooling keep, and why networks make their maps smaller."),
    minutes=15,
)
