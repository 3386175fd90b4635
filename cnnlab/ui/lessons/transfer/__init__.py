"""Transfer learning: a head trained live on the features of a pretrained base."""

from cnnlab.core.errors import N_
from cnnlab.ui.shell.lesson import Lesson

LESSON = Lesson(
    stem="transfer",
    section=N_("Training"),
    title=N_("Transfer learning"),
    question=N_("How few pictures are enough when a network has already learned to see?"),
    icon=":material/school:",
    prefix="tl_",
    ready=".st-key-tl_charts > :last-child .trace",
    goal=N_("decide which layers to freeze, and how many pictures you need."),
    minutes=20,
)
