"""The lessons that there are, in learning order: the one list behind the navigation and the map at home."""

from dataclasses import dataclass

from cnnlab.core.errors import N_


@dataclass(frozen=True)
class Lesson:
    """One page: its file's stem, which is its address; texts are marked for translation."""

    stem: str
    section: str
    title: str
    question: str
    icon: str
    prefix: str  # of its keys in the session and in the link


HOME = Lesson(
    "home",
    "",
    "CNN Lab",
    N_("How does a network see a picture?"),
    ":material/home:",
    "home_",
)

LESSONS = (
    Lesson(
        "convolution",
        N_("Building blocks"),
        N_("Convolution"),
        N_("What does one step of a convolution compute?"),
        ":material/grid_on:",
        "conv_",
    ),
    Lesson(
        "pooling",
        N_("Building blocks"),
        N_("Pooling"),
        N_("What does pooling keep, and what does it forget?"),
        ":material/compress:",
        "pool_",
    ),
    Lesson(
        "digit",
        N_("Building blocks"),
        N_("A digit's way"),
        N_("How does a drawn digit become an answer?"),
        ":material/draw:",
        "digit_",
    ),
    Lesson(
        "augmentation",
        N_("Training"),
        N_("Augmentation"),
        N_("How does one picture become many?"),
        ":material/auto_awesome_motion:",
        "aug_",
    ),
    Lesson(
        "grad_cam",
        N_("Looking into networks"),
        N_("Grad-CAM"),
        N_("Which part of the picture made the network say so?"),
        ":material/center_focus_strong:",
        "cam_",
    ),
)


def lesson_of(stem: str) -> Lesson:
    return next(each for each in (HOME, *LESSONS) if each.stem == stem)
