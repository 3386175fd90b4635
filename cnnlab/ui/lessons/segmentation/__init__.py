"""The Segmentation page."""

from cnnlab.core.errors import N_
from cnnlab.ui.shell.lesson import Lesson

LESSON = Lesson(
    stem="segmentation",
    section=N_("Inspecting networks"),
    title=N_("Segmentation"),
    question=N_("Which pixels are the animal?"),
    icon=":material/content_cut:",
    prefix="seg_",
    ready=".masks[data-drawn]",
    goal=N_("read a mask, how certain the network is, and its IoU."),
    minutes=15,
)
