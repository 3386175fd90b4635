"""The Convolution page."""

from cnnlab.core.errors import N_
from cnnlab.ui.shell.lesson import Lesson

LESSON = Lesson(
    stem="convolution",
    section=N_("Building blocks"),
    title=N_("Convolution"),
    question=N_("What does one step of a convolution compute?"),
    icon=":material/grid_on:",
    prefix="conv_",
    ready=".stepper .place",
    goal=N_("compute any output cell by hand, and the size and the parameters of the layer."),
    minutes=20,
)
