"""The layers that draw new colours for each picture; where things are stays, and so do masks."""

from typing import Literal

from cnnlab.core.augmentation.setting import REQUIRED, Augmentation, Setting, noted

LESS_AND_MORE = noted("The lower end is how much less it may become, the upper end how much more.")
HALF = noted("0.5 leaves the picture as it is, 0 takes all colour away, 0.8 makes it four times stronger.")


def _factor(title: str, default: tuple, low: float, text: str, single: Literal["", "both", "up"] = "both") -> Setting:
    return Setting("factor", title, "range", default, low, 1.0, 0.05, unit="share", help=text, single=single)


def _part(name: str, title: str, default: tuple, low: float, text: str, single: Literal["both", "up"]) -> Setting:
    none = noted("Left as it is")
    keras = None
    return Setting(
        name, title, "range", default, low, 1.0, 0.05, unit="share", help=text, keras=keras, single=single, none=none
    )


BRIGHTNESS = Augmentation(
    "RandomBrightness",
    "colour",
    noted("Brightness"),
    noted("Adds the same number to every pixel of a picture, drawn anew for each."),
    (
        _factor(
            noted("Brightness, as a share of 255"),
            (-0.3, 0.3),
            -1.0,
            noted("Positive is brighter: 0.3 adds 76."),
        ),
    ),
    "cat",
    value_range=True,
)
CONTRAST = Augmentation(
    "RandomContrast",
    "colour",
    noted("Contrast"),
    noted("Multiplies how far each value lies from its channel's mean. Keras's single number only ever adds contrast."),
    (_factor(noted("Contrast, as a share less and more"), (0.5, 0.8), 0.0, LESS_AND_MORE, "up"),),
    "astronaut",
    value_range=True,
)
HUE = Augmentation(
    "RandomHue",
    "colour",
    noted("Hue"),
    noted("Turns every colour along the colour circle by the same angle, to one side or the other."),
    (
        _factor(
            noted("Shift, as a share of half the colour circle"),
            (0.0, 0.5),
            0.0,
            noted("0.5 is up to 90 degrees to either side: red turns yellow-green or violet."),
            "up",
        ),
    ),
    "coffee",
    value_range=True,
)
SATURATION = Augmentation(
    "RandomSaturation",
    "colour",
    noted("Saturation"),
    noted("Makes colours paler or stronger: Keras multiplies the saturation by f / (1 - f)."),
    (_factor(noted("Saturation f"), (0.1, 0.8), 0.0, HALF),),
    "coffee",
    value_range=True,
)
JITTER = Augmentation(
    "RandomColorJitter",
    "colour",
    noted("Colour jitter"),
    noted("Brightness, contrast, saturation and hue, one after the other, each drawn anew for each picture."),
    (
        _part("brightness_factor", noted("Brightness, as a share of 255"), (-0.2, 0.2), -1.0, "", "both"),
        _part("contrast_factor", noted("Contrast, as a share less and more"), (0.3, 0.5), 0.0, LESS_AND_MORE, "up"),
        _part("saturation_factor", noted("Saturation f"), (0.3, 0.7), 0.0, HALF, "both"),
        _part("hue_factor", noted("Shift, as a share of half the colour circle"), (0.0, 0.2), 0.0, "", "up"),
    ),
    "coffee",
    value_range=True,
)
DEGENERATION = Augmentation(
    "RandomColorDegeneration",
    "colour",
    noted("Fading to grey"),
    noted("Mixes each picture with its grey version, by a share drawn from the range."),
    (_factor(noted("Share of grey"), (0.3, 1.0), 0.0, noted("0 keeps all colour, 1 is grey.")),),
    "coffee",
    value_range=True,
)
GRAYSCALE = Augmentation(
    "RandomGrayscale",
    "colour",
    noted("Greyscale"),
    noted("Turns some of the pictures grey, the others stay as they are."),
    (
        Setting(
            "factor",
            noted("How often"),
            "number",
            0.5,
            0.0,
            1.0,
            0.1,
            unit="share",
            help=noted("1 is every picture."),
            keras=0.5,
        ),
    ),
    "coffee",
)
POSTERIZATION = Augmentation(
    "RandomPosterization",
    "colour",
    noted("Fewer tones"),
    noted("Keeps only the first bits of each value: with 2 bits, 4 tones a channel. It never gets brighter."),
    (
        Setting(
            "factor",
            noted("Bits that are kept"),
            "range",
            (1, 4),
            1,
            8,
            1,
            unit="bits",
            help=noted("Keras leaves the upper end out: from 1 to 4 it draws 1, 2 or 3; the same twice stays."),
            keras=REQUIRED,
        ),
    ),
    "astronaut",
    value_range=True,
)
SOLARIZATION = Augmentation(
    "Solarization",
    "colour",
    noted("Solarization"),
    noted("Adds a drawn number, then turns every value at or above a drawn threshold into its negative."),
    (
        Setting(
            "addition_factor",
            noted("Added at most, as a share of 255"),
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
            noted("Highest threshold, as a share of 255"),
            "number",
            0.8,
            0.0,
            1.0,
            0.05,
            unit="share",
            help=noted("At 0, as Keras has it at first, the whole picture becomes a negative."),
            keras=0.0,
        ),
    ),
    "astronaut",
    value_range=True,
)
