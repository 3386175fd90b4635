"""The Filters page."""

from cnnlab.core.errors import N_
from cnnlab.ui.shell.lesson import Lesson

LESSON = Lesson(
    stem="filters",
    section=N_("Inspecting networks"),
    title=N_("Filters"),
    question=N_("What does a filter want to see?"),
    icon=":material/filter_b_and_w:",
    prefix="filt_",
    ready=".ascent[data-drawn]",
    goal=N_("make the picture that a filter responds to most, and read it."),
    minutes=15,
)
