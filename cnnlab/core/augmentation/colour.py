"""The layers that change colours; objects do not move, so masks stay the same."""

from typing import Literal

from cnnlab.core.augmentation.setting import REQUIRED, Augmentation, Setting
from cnnlab.core.errors import N_

Range = tuple[float, float]

LESS_AND_MORE = N_("The lower end limits the decrease, the upper end the increase.")
HALF = N_("0.5 leaves the picture unchanged, 0 removes all colour, 0.8 makes it four times as strong.")


def _factor(title: str, default: Range, low: float, text: str, single: Literal["", "both", "up"] = "both") -> Setting:
    return Setting("factor", title, "range", default, low, 1.0, 0.05, unit="share", help=text, single=single)


def _part(name: str, title: str, default: Range, low: float, text: str, single: Literal["both", "up"]) -> Setting:
    none = N_("Unchanged")
    keras = None
    return Setting(
        name, title, "range", default, low, 1.0, 0.05, unit="share", help=text, keras=keras, single=single, none=none
    )


BRIGHTNESS = Augmentation(
    "RandomBrightness",
    "colour",
    N_("Brightness"),
    N_("Adds a random number to all pixels of a picture, a different one for each picture."),
    (
        _factor(
            N_("Brightness, as a fraction of 255"),
            (-0.3, 0.3),
            -1.0,
            N_("Positive values brighten: 0.3 adds 76."),
        ),
    ),
    "cat",
    value_range=True,
)
CONTRAST = Augmentation(
    "RandomContrast",
    "colour",
    N_("Contrast"),
    N_("Scales the distance of each value from its channel's mean. A single number in Keras only increases contrast."),
    (_factor(N_("Contrast, as a fraction less or more"), (0.5, 0.8), 0.0, LESS_AND_MORE, "up"),),
    "astronaut",
    value_range=True,
)
HUE = Augmentation(
    "RandomHue",
    "colour",
    N_("Hue"),
    N_("Rotates all colours on the colour wheel by the same random angle, in either direction."),
    (
        _factor(
            N_("Shift, as a fraction of half the colour wheel"),
            (0.0, 0.5),
            0.0,
            N_("0.5 is up to 90 degrees in either direction: red becomes yellow-green or violet."),
            "up",
        ),
    ),
    "coffee",
    value_range=True,
)
SATURATION = Augmentation(
    "RandomSaturation",
    "colour",
    N_("Saturation"),
    N_("Makes colours paler or stronger: Keras multiplies the saturation by f / (1 − f)."),
    (_factor(N_("Saturation f"), (0.1, 0.8), 0.0, HALF),),
    "coffee",
    value_range=True,
)
JITTER = Augmentation(
    "RandomColorJitter",
    "colour",
    N_("Colour jitter"),
    N_("Changes brightness, contrast, saturation and hue in turn, at random for each picture."),
    (
        _part("brightness_factor", N_("Brightness, as a fraction of 255"), (-0.2, 0.2), -1.0, "", "both"),
        _part("contrast_factor", N_("Contrast, as a fraction less or more"), (0.3, 0.5), 0.0, LESS_AND_MORE, "up"),
        _part("saturation_factor", N_("Saturation f"), (0.3, 0.7), 0.0, HALF, "both"),
        _part("hue_factor", N_("Shift, as a fraction of half the colour wheel"), (0.0, 0.2), 0.0, "", "up"),
    ),
    "coffee",
    value_range=True,
)
DEGENERATION = Augmentation(
    "RandomColorDegeneration",
    "colour",
    N_("Colour fading"),
    N_("Blends each picture with its grey version, in a random proportion from the range."),
    (_factor(N_("Proportion of grey"), (0.3, 1.0), 0.0, N_("0 keeps all colour, 1 is grey.")),),
    "coffee",
    value_range=True,
)
GRAYSCALE = Augmentation(
    "RandomGrayscale",
    "colour",
    N_("Greyscale"),
    N_("Makes some of the pictures grey and leaves the others unchanged."),
    (
        Setting(
            "factor",
            N_("How often"),
            "number",
            0.5,
            0.0,
            1.0,
            0.1,
            unit="share",
            help=N_("1 changes every picture."),
            keras=0.5,
        ),
    ),
    "coffee",
)
POSTERIZATION = Augmentation(
    "RandomPosterization",
    "colour",
    N_("Posterization"),
    N_("Keeps only the first bits of each value: 2 bits leave 4 tones per channel. Pictures never get brighter."),
    (
        Setting(
            "factor",
            N_("Bits kept"),
            "range",
            (1, 4),
            1,
            8,
            1,
            unit="bits",
            help=N_("Keras excludes the upper end: 1 to 4 gives 1, 2 or 3. Equal ends give that number."),
            keras=REQUIRED,
        ),
    ),
    "astronaut",
    value_range=True,
)
SOLARIZATION = Augmentation(
    "Solarization",
    "colour",
    N_("Solarization"),
    N_("Adds a random number, then inverts every value at or above a random threshold."),
    (
        Setting(
            "addition_factor",
            N_("Largest addition, as a fraction of 255"),
            "number",
            0.2,
            0.0,
            1.0,
            0.05,
            unit="share",
            keras=0.0,
        ),
        Setting(
            "threshold_factor",
            N_("Largest threshold, as a fraction of 255"),
            "number",
            0.8,
            0.0,
            1.0,
            0.05,
            unit="share",
            help=N_("With 0, the default in Keras, the whole picture is inverted."),
            keras=0.0,
        ),
    ),
    "astronaut",
    value_range=True,
)
