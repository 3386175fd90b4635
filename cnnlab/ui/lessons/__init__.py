"""The lessons in learning order: the one list behind the navigation, the home page and the tests."""

from cnnlab.core.errors import N_
from cnnlab.ui.lessons import (
    activations,
    architecture,
    augmentation,
    convolution,
    digit,
    filters,
    grad_cam,
    histories,
    pooling,
    segmentation,
    transfer,
)
from cnnlab.ui.shell import frame
from cnnlab.ui.shell.lesson import Lesson

HOME = Lesson(
    stem="home",
    section="",
    title="CNN Lab",
    question=N_("How does a network see a picture?"),
    icon=":material/home:",
    prefix="home_",
    ready="[data-testid=stPageLink]",
)
LESSONS = (
    convolution.LESSON,
    pooling.LESSON,
    digit.LESSON,
    architecture.LESSON,
    augmentation.LESSON,
    histories.LESSON,
    transfer.LESSON,
    activations.LESSON,
    filters.LESSON,
    grad_cam.LESSON,
    segmentation.LESSON,
)
PAGES = (HOME, *LESSONS)


def begin(lesson: Lesson) -> None:
    """What every page does first: the header with the lesson's title and question."""
    frame.header(lesson, PAGES)
