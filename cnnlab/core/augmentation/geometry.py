"""The layers that move pixels: flips, turns, zooms, shifts, cuts and bends; masks move along."""

from cnnlab.core.augmentation.setting import Augmentation, Setting
from cnnlab.core.errors import N_

INTERPOLATION = Setting(
    "interpolation",
    N_("Between pixels"),
    "choice",
    "bilinear",
    choices=("bilinear", "nearest"),
    choice_titles=(N_("Smooth: a mean of the four nearest"), N_("The nearest pixel")),
    keras="bilinear",
)
FILL_MODE = Setting(
    "fill_mode",
    N_("What comes in at the borders"),
    "choice",
    "reflect",
    choices=("reflect", "constant", "nearest", "wrap"),
    choice_titles=(
        N_("The picture mirrored"),
        N_("One grey level"),
        N_("The border drawn out"),
        N_("The other side of the picture"),
    ),
    keras="reflect",
)
FILL_VALUE = Setting(
    "fill_value",
    N_("Grey level of the filling"),
    "number",
    0,
    0,
    255,
    1,
    unit="levels",
    help=N_("Only where one grey level fills; the mask gets the same number as its class there."),
    keras=0.0,
)
BORDERS = (FILL_MODE, FILL_VALUE, INTERPOLATION)


def _shift(name: str, title: str, text: str) -> Setting:
    return Setting(name, title, "range", (-0.2, 0.2), -1.0, 1.0, 0.05, unit="share", help=text, single="both")


def _shear(name: str, title: str, default: tuple[float, float]) -> Setting:
    text = N_("Keras draws from this range and then a sign, so to either side; 0.3 is 30 % of the picture.")
    return Setting(name, title, "range", default, 0.0, 1.0, 0.05, unit="share", help=text, keras=0.0)


FLIP = Augmentation(
    "RandomFlip",
    "geometry",
    N_("Flip"),
    N_("Mirrors each picture or leaves it, like tossing a coin."),
    (
        Setting(
            "mode",
            N_("Direction"),
            "choice",
            "horizontal",
            choices=("horizontal", "vertical", "horizontal_and_vertical"),
            choice_titles=(N_("Left and right"), N_("Upside down"), N_("Both at once")),
            help=N_("Both at once is one toss of the coin: mirrored both ways, or not at all."),
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
    N_("Turns each picture around its middle by an angle drawn from the range."),
    (
        Setting(
            "factor",
            N_("Angle, as a share of a full turn"),
            "range",
            (-0.1, 0.1),
            -1.0,
            1.0,
            0.01,
            unit="turns",
            help=N_("0.1 is 36 degrees; positive turns counterclockwise."),
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
    N_("Brings each picture closer or moves it away, by a share drawn from the range."),
    (
        Setting(
            "height_factor",
            N_("Zoom, as a share of the height"),
            "range",
            (-0.2, 0.2),
            -0.9,
            1.0,
            0.05,
            unit="share",
            help=N_("Negative zooms in, positive zooms out: at 0.2, 120 % of the height is in view."),
            single="both",
        ),
        Setting(
            "width_factor",
            N_("Zoom, as a share of the width"),
            "range",
            None,
            -0.9,
            1.0,
            0.05,
            unit="share",
            keras=None,
            single="both",
            none=N_("As the height, so that the proportions stay"),
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
    N_("Moves each picture up or down and left or right, by shares drawn from the ranges."),
    (
        _shift("height_factor", N_("Shift, as a share of the height"), N_("Positive moves down.")),
        _shift("width_factor", N_("Shift, as a share of the width"), N_("Positive moves right.")),
        *BORDERS,
    ),
    "cat",
    masks="moves",
)
SHEAR = Augmentation(
    "RandomShear",
    "geometry",
    N_("Shear"),
    N_("Slants each picture as if its rows or columns slid past each other; the upper left corner stays."),
    (
        _shear("x_factor", N_("Slant of the rows, as a share of the height"), (0.0, 0.4)),
        _shear("y_factor", N_("Slant of the columns, as a share of the width"), (0.0, 0.0)),
        *BORDERS,
    ),
    "cat",
    masks="moves",
)
