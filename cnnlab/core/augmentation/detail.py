"""The layers that change detail and tones: sharpness, blur, negatives, and the three that spread the histogram."""

from cnnlab.core.augmentation.bending import chance
from cnnlab.core.augmentation.setting import Augmentation, Setting
from cnnlab.core.errors import N_

SHARPNESS = Augmentation(
    "RandomSharpness",
    "colour",
    N_("Sharpness"),
    N_("Blurs each picture a little or makes its edges steeper, by an amount drawn from the range."),
    (
        Setting(
            "factor",
            N_("Sharpness"),
            "range",
            (0.8, 1.0),
            0.0,
            1.0,
            0.05,
            unit="share",
            help=N_("0.5 leaves the picture as it is, 0 blurs, 1 sharpens."),
            single="up",
        ),
    ),
    "astronaut",
    value_range=True,
)
BLUR = Augmentation(
    "RandomGaussianBlur",
    "colour",
    N_("Blur"),
    N_("Blurs with a bell curve. Keras draws the widths across and down once for all pictures of a batch."),
    (
        chance(1.0),
        Setting(
            "sigma",
            N_("Width of the bell curve"),
            "range",
            (0.8, 1.0),
            0.1,
            1.0,
            0.05,
            unit="pixels",
            help=N_("Keras goes no further than 1, which is a slight blur."),
            keras=1.0,
        ),
        Setting("kernel_size", N_("Size of the kernel"), "twice", 7, 3, 31, 2, unit="pixels", keras=3),
    ),
    "astronaut",
    per_batch=True,
    value_range=True,
)
INVERT = Augmentation(
    "RandomInvert",
    "colour",
    N_("Negative"),
    N_("Turns some of the pictures into negatives: 255 minus each value."),
    (chance(0.5),),
    "cat",
    value_range=True,
)
EQUALIZATION = Augmentation(
    "Equalization",
    "colour",
    N_("Equalization"),
    N_("Spreads each channel's values evenly. Nothing is drawn; Keras counts all pictures of a batch together."),
    (Setting("bins", N_("Steps of the histogram"), "whole", 256, 2, 256, 1, keras=256),),
    "astronaut",
    per_batch=True,
    value_range=True,
)
CLAHE = Augmentation(
    "ContrastLimitedAdaptiveHistogramEqualization",
    "colour",
    N_("Equalization in tiles (CLAHE)"),
    N_("Spreads the values tile by tile, up to a limit. Nothing is drawn, and it acts in inference too."),
    (
        Setting(
            "clip_limit",
            N_("Limit of contrast"),
            "number",
            4.0,
            0.0,
            20.0,
            0.5,
            help=N_("Higher is stronger; 0 sets no limit."),
            keras=4.0,
        ),
        Setting("tile_grid_size", N_("Tiles across and down"), "twice", 8, 1, 16, 1, keras=(8, 8)),
    ),
    "cat",
    rests=False,
    value_range=True,
)
AUTO_CONTRAST = Augmentation(
    "AutoContrast",
    "colour",
    N_("Automatic contrast"),
    N_("Stretches each channel until it reaches from 0 to 255. Nothing is drawn, and it acts in inference too."),
    (),
    "cat",
    rests=False,
    value_range=True,
)
