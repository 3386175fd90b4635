"""The layers of geometry that are more than one turn or shift: cuts, perspective, elastic bending."""

from dataclasses import replace

from cnnlab.core.augmentation.geometry import BORDERS, FILL_VALUE, INTERPOLATION
from cnnlab.core.augmentation.setting import Augmentation, Setting
from cnnlab.core.errors import N_


def chance(default: float) -> Setting:
    """How often a layer acts; Keras gets the chance twice, so that it is this one and not drawn below it."""
    title = N_("How often")
    text = N_("1 is every picture. In Keras a single 1.0 means half of them: it draws a chance between 0 and 1.")
    return Setting("factor", title, "twice", default, 0.0, 1.0, 0.1, unit="share", help=text, keras=1.0)


def _side(name: str, title: str, text: str) -> Setting:
    return Setting(name, title, "whole", 224, 16, 512, 1, unit="pixels", help=text)


CROP = Augmentation(
    "RandomCrop",
    "geometry",
    N_("Crop"),
    N_("Cuts out a piece at a drawn place. Keras draws one place for all pictures of a batch."),
    (
        _side("height", N_("Height of the piece"), ""),
        _side(
            "width",
            N_("Width of the piece"),
            N_("A piece as large as the picture on one side comes from the middle; a larger one is stretched."),
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
    N_("Pulls the corners as if one looked from the side. Keras never moves the upper left corner."),
    (
        chance(1.0),
        Setting(
            "scale",
            N_("How far the corners move, as a share of the picture"),
            "number",
            0.5,
            0.0,
            1.0,
            0.05,
            unit="share",
            help=N_("1 is up to half of the picture's side."),
            keras=1.0,
        ),
        replace(FILL_VALUE, help=N_("What comes in at the borders; the mask gets the same number as its class.")),
        INTERPOLATION,
    ),
    "china",
    masks="moves",
)
ELASTIC = Augmentation(
    "RandomElasticTransform",
    "geometry",
    N_("Elastic bending"),
    N_("Shifts every pixel by its own small smooth random step. Keras draws one strength for a batch; it is slow."),
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
            help=N_("Stronger steps are larger and smoother; they grow with the picture, too."),
            keras=1.0,
            single="up",
        ),
        *BORDERS,
    ),
    "china",
    per_batch=True,
    masks="wrong",
    why_no_mask=N_("Keras 3.15 draws another bending for the mask than for the picture, so they do not fit."),
    value_range=True,
)
