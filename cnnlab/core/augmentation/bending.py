"""The geometric layers beyond rotation and shift: crop, perspective, elastic transform."""

from dataclasses import replace

from cnnlab.core.augmentation.geometry import BORDERS, FILL_VALUE, INTERPOLATION
from cnnlab.core.augmentation.setting import Augmentation, Setting
from cnnlab.core.errors import N_


def chance(default: float) -> Setting:
    """The probability that a layer acts; Keras gets it twice, or it would sample a probability up to this one."""
    title = N_("How often")
    text = N_("1 changes every picture. In Keras, a single 1.0 changes half: it samples a probability between 0 and 1.")
    return Setting("factor", title, "twice", default, 0.0, 1.0, 0.1, unit="share", help=text, keras=1.0)


def _side(name: str, title: str, text: str) -> Setting:
    return Setting(name, title, "whole", 224, 16, 512, 1, unit="pixels", help=text)


CROP = Augmentation(
    "RandomCrop",
    "geometry",
    N_("Crop"),
    N_("Crops at a random position. Keras samples one position for all pictures of a batch."),
    (
        _side("height", N_("Height of the crop"), ""),
        _side(
            "width",
            N_("Width of the crop"),
            N_("A crop as high or as wide as the picture is taken from the centre; a larger one is stretched."),
        ),
    ),
    "cat",
    per_batch=True,
    masks="moves",
)
PERSPECTIVE = Augmentation(
    "RandomPerspective",
    "geometry",
    N_("Perspective"),
    N_("Moves the corners, as if the picture were seen from the side. Keras never moves the upper left corner."),
    (
        chance(1.0),
        Setting(
            "scale",
            N_("Shift of the corners, as a fraction of the picture"),
            "number",
            0.5,
            0.0,
            1.0,
            0.05,
            unit="share",
            help=N_("1 is up to half of the picture's height or width."),
            keras=1.0,
        ),
        replace(FILL_VALUE, help=N_("Fills the borders. The mask gets the same number there, as a class.")),
        INTERPOLATION,
    ),
    "china",
    masks="moves",
)
ELASTIC = Augmentation(
    "RandomElasticTransform",
    "geometry",
    N_("Elastic transform"),
    N_("Moves every pixel by a small, smooth random step. Keras samples one strength per batch. It is slow."),
    (
        chance(1.0),
        Setting(
            "scale",
            N_("Strength"),
            "range",
            (0.8, 1.0),
            0.0,
            1.0,
            0.05,
            help=N_("Stronger steps are larger and smoother. They also grow with the size of the picture."),
            keras=1.0,
            single="up",
        ),
        *BORDERS,
    ),
    "china",
    per_batch=True,
    masks="wrong",
    why_no_mask=N_("Keras 3.15 samples a different transform for the mask than for the picture, so they do not match."),
    value_range=True,
)
