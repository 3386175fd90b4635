"""The lessons that there are, in learning order: the one list behind the navigation and the map at home."""

from dataclasses import dataclass

from cnnlab.ui.shell.language import noted


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
    noted("How does a network see a picture?"),
    ":material/home:",
    "home_",
)

LESSONS = (
    Lesson(
        "convolution",
        noted("Building blocks"),
        noted("Convolution"),
        noted("What does one step of a convolution compute?"),
        ":material/grid_on:",
        "conv_",
    ),
    Lesson(
        "pooling",
        noted("Building blocks"),
        noted("Pooling"),
        noted("What does pooling keep, and what does it forget?"),
        ":material/compress:",
        "pool_",
    ),
    Lesson(
        "digit",
        noted("Building blocks"),
        noted("A digit's way"),
        noted("How does a drawn digit become an answer?"),
        ":material/draw:",
        "digit_",
    ),
    Lesson(
        "augmentation",
        noted("Training"),
        noted("Augmentation"),
        noted("How does one picture become many?"),
        ":material/auto_awesome_motion:",
        "aug_",
    ),
    Lesson(
        "grad_cam",
        noted("Looking into networks"),
        noted("Grad-CAM"),
        noted("Which part of the picture made the network say so?"),
        ":material/center_focus_strong:",
        "cam_",
    ),
)


def lesson_of(stem: str) -> Lesson:
    return next(each for each in (HOME, *LESSONS) if each.stem == stem)
