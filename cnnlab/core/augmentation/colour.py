"""The layers that draw new colours for each picture; where things are stays, and so do masks."""

from typing import Literal

from cnnlab.core.augmentation.setting import REQUIRED, Augmentation, Setting
from cnnlab.core.errors import N_

LESS_AND_MORE = N_("The lower end is how much less it may become, the upper end how much more.")
HALF = N_("0.5 leaves the picture as it is, 0 takes all colour away, 0.8 makes it four times stronger.")


def _factor(title: str, default: tuple, low: float, text: str, single: Literal["", "both", "up"] = "both") -> Setting:
    return Setting("factor", title, "range", default, low, 1.0, 0.05, unit="share", help=text, single=single)


def _part(name: str, title: str, default: tuple, low: float, text: str, single: Literal["both", "up"]) -> Setting:
    none = N_("Left as it is")
    keras = None
    return Setting(
        name, title, "range", default, low, 1.0, 0.05, unit="share", help=text, keras=keras, single=single, none=none
    )


BRIGHTNESS = Augmentation(
    "RandomBrightness",
    "colour",
    N_("Brightness"),
    N_("Adds the same number to every pixel of a picture, drawn anew for each."),
    (
        _factor(
            N_("Brightness, as a share of 255"),
            (-0.3, 0.3),
            -1.0,
            N_("Positive is brighter: 0.3 adds 76."),
        ),
    ),
    "cat",
    value_range=True,
)
CONTRAST = Augmentation(
    "RandomContrast",
    "colour",
    N_("Contrast"),
    N_("Multiplies how far each value lies from its channel's mean. Keras's single number only ever adds contrast."),
    (_factor(N_("Contrast, as a share less and more"), (0.5, 0.8), 0.0, LESS_AND_MORE, "up"),),
    "astronaut",
    value_range=True,
)
HUE = Augmentation(
    "RandomHue",
    "colour",
    N_("Hue"),
    N_("Turns every colour along the colour circle by the same angle, to one side or the other."),
    (
        _factor(
            N_("Shift, as a share of half the colour circle"),
            (0.0, 0.5),
            0.0,
            N_("0.5 is up to 90 degrees to either side: red turns yellow-green or violet."),
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
    N_("Makes colours paler or stronger: Keras multiplies the saturation by f / (1 - f)."),
    (_factor(N_("Saturation f"), (0.1, 0.8), 0.0, HALF),),
    "coffee",
    value_range=True,
)
JITTER = Augmentation(
    "RandomColorJitter",
    "colour",
    N_("Colour jitter"),
    N_("Brightness, contrast, saturation and hue, one after the other, each drawn anew for each picture."),
    (
        _part("brightness_factor", N_("Brightness, as a share of 255"), (-0.2, 0.2), -1.0, "", "both"),
        _part("contrast_factor", N_("Contrast, as a share less and more"), (0.3, 0.5), 0.0, LESS_AND_MORE, "up"),
        _part("saturation_factor", N_("Saturation f"), (0.3, 0.7), 0.0, HALF, "both"),
        _part("hue_factor", N_("Shift, as a share of half the colour circle"), (0.0, 0.2), 0.0, "", "up"),
    ),
    "coffee",
    value_range=True,
)
DEGENERATION = Augmentation(
    "RandomColorDegeneration",
    "colour",
    N_("Fading to grey"),
    N_("Mixes each picture with its grey version, by a share drawn from the range."),
    (_factor(N_("Share of grey"), (0.3, 1.0), 0.0, N_("0 keeps all colour, 1 is grey.")),),
    "coffee",
    value_range=True,
)
GRAYSCALE = Augmentation(
    "RandomGrayscale",
    "colour",
    N_("Greyscale"),
    N_("Turns some of the pictures grey, the others stay as they are."),
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
            help=N_("1 is every picture."),
            keras=0.5,
        ),
    ),
    "coffee",
)
POSTERIZATION = Augmentation(
    "RandomPosterization",
    "colour",
    N_("Fewer tones"),
    N_("Keeps only the first bits of each value: with 2 bits, 4 tones a channel. It never gets brighter."),
    (
        Setting(
            "factor",
            N_("Bits that are kept"),
            "range",
            (1, 4),
            1,
            8,
            1,
            unit="bits",
            help=N_("Keras leaves the upper end out: from 1 to 4 it draws 1, 2 or 3; the same twice stays."),
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
    N_("Adds a drawn number, then turns every value at or above a drawn threshold into its negative."),
    (
        Setting(
            "addition_factor",
            N_("Added at most, as a share of 255"),
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
            N_("Highest threshold, as a share of 255"),
            "number",
            0.8,
            0.0,
            1.0,
            0.05,
            unit="share",
            help=N_("At 0, as Keras has it at first, the whole picture becomes a negative."),
            keras=0.0,
        ),
    ),
    "astronaut",
    value_range=True,
)
