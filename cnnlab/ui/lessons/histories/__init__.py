"""Training histories: the curves of several runs compared, and what they say about overfitting."""

from cnnlab.core.errors import N_
from cnnlab.ui.shell.lesson import Lesson

LESSON = Lesson(
    stem="histories",
    section=N_("Training"),
    title=N_("Training histories"),
    question=N_("Which run learned most, and when should it have stopped?"),
    icon=":material/show_chart:",
    prefix="hist_",
    ready=".st-key-figure .js-plotly-plot .trace",
    goal=N_("tell overfitting from a noisy curve, and say when to stop."),
    minutes=15,
)
