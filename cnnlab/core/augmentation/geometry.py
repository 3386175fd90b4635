"""The layers that move pixels: flips, turns, zooms, shifts, cuts and bends; masks move along."""

from cnnlab.core.augmentation.setting import Augmentation, Setting, noted

INTERPOLATION = Setting(
    "interpolation",
    noted("Between pixels"),
    "choice",
    "bilinear",
    choices=("bilinear", "nearest"),
    choice_titles=(noted("Smooth: a mean of the four nearest"), noted("The nearest pixel")),
    keras="bilinear",
)
FILL_MODE = Setting(
    "fill_mode",
    noted("What comes in at the borders"),
    "choice",
    "reflect",
    choices=("reflect", "constant", "nearest", "wrap"),
    choice_titles=(
        noted("The picture mirrored"),
        noted("One grey level"),
        noted("The border drawn out"),
        noted("The other side of the picture"),
    ),
    keras="reflect",
)
FILL_VALUE = Setting(
    "fill_value",
    noted("Grey level of the filling"),
    "number",
    0,
    0,
    255,
    1,
    unit="levels",
    help=noted("Only where one grey level fills; the mask gets the same number as its class there."),
    keras=0.0,
)
BORDERS = (FILL_MODE, FILL_VALUE, INTERPOLATION)


def _shift(name: str, title: str, text: str) -> Setting:
    return Setting(name, title, "range", (-0.2, 0.2), -1.0, 1.0, 0.05, unit="share", help=text, single="both")


def _shear(name: str, title: str, default: tuple[float, float]) -> Setting:
    text = noted("Keras draws from this range and then a sign, so to either side; 0.3 is 30 % of the picture.")
    return Setting(name, title, "range", default, 0.0, 1.0, 0.05, unit="share", help=text, keras=0.0)


FLIP = Augmentation(
    "RandomFlip",
    "geometry",
    noted("Flip"),
    noted("Mirrors each picture or leaves it, like tossing a coin."),
    (
        Setting(
            "mode",
            noted("Direction"),
            "choice",
            "horizontal",
            choices=("horizontal", "vertical", "horizontal_and_vertical"),
            choice_titles=(noted("Left and right"), noted("Upside down"), noted("Both at once")),
            help=noted("Both at once is one toss of the coin: mirrored both ways, or not at all."),
            keras="horizontal_and_vertical",
        ),
    ),
    "cat",
    masks="moves",
)
ROTATION = Augmentation(
    "RandomRotation",
    "geometry",
    noted("Rotation"),
    noted("Turns each picture around its middle by an angle drawn from the range."),
    (
        Setting(
            "factor",
            noted("Angle, as a share of a full turn"),
            "range",
            (-0.1, 0.1),
            -1.0,
            1.0,
            0.01,
            unit="turns",
            help=noted("0.1 is 36 degrees; positive turns counterclockwise."),
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
    noted("Zoom"),
    noted("Brings each picture closer or moves it away, by a share drawn from the range."),
    (
        Setting(
            "height_factor",
            noted("Zoom, as a share of the height"),
            "range",
            (-0.2, 0.2),
            -0.9,
            1.0,
            0.05,
            unit="share",
            help=noted("Negative zooms in, positive zooms out: at 0.2, 120 % of the height is in view."),
            single="both",
        ),
        Setting(
            "width_factor",
            noted("Zoom, as a share of the width"),
            "range",
            None,
            -0.9,
            1.0,
            0.05,
            unit="share",
            keras=None,
            single="both",
            none=noted("As the height, so that the proportions stay"),
        ),
        *BORDERS,
    ),
    "cat",
    masks="moves",
)
TRANSLATION = Augmentation(
    "RandomTranslation",
    "geometry",
    noted("Shift"),
    noted("Moves each picture up or down and left or right, by shares drawn from the ranges."),
    (
        _shift("height_factor", noted("Shift, as a share of the height"), noted("Positive moves down.")),
        _shift("width_factor", noted("Shift, as a share of the width"), noted("Positive moves right.")),
        *BORDERS,
    ),
    "cat",
    masks="moves",
)
SHEAR = Augmentation(
    "RandomShear",
    "geometry",
    noted("Shear"),
    noted("Slants each picture as if its rows or columns slid past each other; the upper left corner stays."),
    (
        _shear("x_factor", noted("Slant of the rows, as a share of the height"), (0.0, 0.4)),
        _shear("y_factor", noted("Slant of the columns, as a share of the width"), (0.0, 0.0)),
        *BORDERS,
    ),
    "cat",
    masks="moves",
)
