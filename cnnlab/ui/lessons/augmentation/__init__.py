"""The Augmentation page."""

from cnnlab.core.errors import N_
from cnnlab.ui.shell.lesson import Lesson

LESSON = Lesson(
    stem="augmentation",
    section=N_("Training"),
    title=N_("Augmentation"),
    question=N_("How does one picture become many?"),
    icon=":material/auto_awesome_motion:",
    prefix="aug_",
    ready=".pictures .tile",
    goal=N_("choose layers that change a picture but not its class."),
    minutes=15,
)
