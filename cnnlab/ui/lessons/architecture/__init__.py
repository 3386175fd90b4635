"""The Architecture page."""

from cnnlab.core.errors import N_
from cnnlab.ui.shell.lesson import Lesson

LESSON = Lesson(
    stem="architecture",
    section=N_("Building blocks"),
    title=N_("Architecture"),
    question=N_("What does each layer do, and what does it cost?"),
    icon=":material/account_tree:",
    prefix="arch_",
    ready=".network .drawing svg",
    goal=N_("read a network's shapes, parameters, cost and receptive fields, and build one."),
    minutes=25,
)
