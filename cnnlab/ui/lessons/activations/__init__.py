"""The Activations page."""

from cnnlab.core.errors import N_
from cnnlab.ui.shell.lesson import Lesson

LESSON = Lesson(
    stem="activations",
    section=N_("Inspecting networks"),
    title=N_("Activations"),
    question=N_("What does each layer make of the picture?"),
    icon=":material/grid_view:",
    prefix="act_",
    ready=".activations[data-drawn]",
    goal=N_("say what early and late layers respond to, and what a dead channel is."),
    minutes=15,
)
