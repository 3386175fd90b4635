"""The layers that move pixels: flip, rotation, zoom, shift and shear; masks move with the picture."""

from cnnlab.core.augmentation.setting import Augmentation, Setting
from cnnlab.core.errors import N_

INTERPOLATION = Setting(
    "interpolation",
    N_("Interpolation"),
    "choice",
    "bilinear",
    choices=("bilinear", "nearest"),
    choice_titles=(N_("Bilinear: a weighted mean of four pixels"), N_("Nearest pixel")),
    keras="bilinear",
)
FILL_MODE = Setting(
    "fill_mode",
    N_("Fill at the borders"),
    "choice",
    "reflect",
    choices=("reflect", "constant", "nearest", "wrap"),
    choice_titles=(
        N_("Mirrored picture"),
        N_("One grey level"),
        N_("Edge pixels repeated"),
        N_("The opposite edge of the picture"),
    ),
    keras="reflect",
)
FILL_VALUE = Setting(
    "fill_value",
    N_("Grey level of the fill"),
    "number",
    0,
    0,
    255,
    1,
    unit="levels",
    help=N_("Used only with one grey level. The mask gets the same number there, as a class."),
    keras=0.0,
)
BORDERS = (FILL_MODE, FILL_VALUE, INTERPOLATION)


def _shift(name: str, title: str, text: str) -> Setting:
    return Setting(name, title, "range", (-0.2, 0.2), -1.0, 1.0, 0.05, unit="share", help=text, single="both")


def _shear(name: str, title: str, default: tuple[float, float]) -> Setting:
    text = N_(
        "Keras samples from this range and then a random sign, so both directions occur. 0.3 is 30% of the picture."
    )
    return Setting(name, title, "range", default, 0.0, 1.0, 0.05, unit="share", help=text, keras=0.0)


FLIP = Augmentation(
    "RandomFlip",
    "geometry",
    N_("Flip"),
    N_("Flips each picture with a probability of one half."),
    (
        Setting(
            "mode",
            N_("Direction"),
            "choice",
            "horizontal",
            choices=("horizontal", "vertical", "horizontal_and_vertical"),
            choice_titles=(N_("Horizontal"), N_("Vertical"), N_("Horizontal and vertical")),
            help=N_("With both, each picture is flipped in both directions at once, or not at all."),
            keras="horizontal_and_vertical",
        ),
    ),
    "cat",
    masks="moves",
)
ROTATION = Augmentation(
    "RandomRotation",
    "geometry",
    N_("Rotation"),
    N_("Rotates each picture around its centre by a random angle from the range."),
    (
        Setting(
            "factor",
            N_("Angle, as a fraction of a full turn"),
            "range",
            (-0.1, 0.1),
            -1.0,
            1.0,
            0.01,
            unit="turns",
            help=N_("0.1 is 36 degrees; positive angles are counterclockwise."),
            single="both",
        ),
        *BORDERS,
    ),
    "cat",
    masks="moves",
)
ZOOM = Augmentation(
    "RandomZoom",
    "geometry",
    N_("Zoom"),
    N_("Zooms each picture in or out by a random fraction from the range."),
    (
        Setting(
            "height_factor",
            N_("Zoom, as a fraction of the height"),
            "range",
            (-0.2, 0.2),
            -0.9,
            1.0,
            0.05,
            unit="share",
            help=N_("Negative values zoom in, positive ones zoom out: at 0.2, 120% of the height is in view."),
            single="both",
        ),
        Setting(
            "width_factor",
            N_("Zoom, as a fraction of the width"),
            "range",
            None,
            -0.9,
            1.0,
            0.05,
            unit="share",
            keras=None,
            single="both",
            none=N_("Same as the height, which keeps the aspect ratio"),
        ),
        *BORDERS,
    ),
    "cat",
    masks="moves",
)
TRANSLATION = Augmentation(
    "RandomTranslation",
    "geometry",
    N_("Shift"),
    N_("Moves each picture vertically and horizontally by random fractions from the ranges."),
    (
        _shift("height_factor", N_("Shift, as a fraction of the height"), N_("Positive values move it down.")),
        _shift("width_factor", N_("Shift, as a fraction of the width"), N_("Positive values move it right.")),
        *BORDERS,
    ),
    "cat",
    masks="moves",
)
SHEAR = Augmentation(
    "RandomShear",
    "geometry",
    N_("Shear"),
    N_("Slants each picture, as if its rows or columns slid past each other. The upper left corner stays in place."),
    (
        _shear("x_factor", N_("Shift of the rows, as a fraction of the height"), (0.0, 0.4)),
        _shear("y_factor", N_("Shift of the columns, as a fraction of the width"), (0.0, 0.0)),
        *BORDERS,
    ),
    "cat",
    masks="moves",
)
