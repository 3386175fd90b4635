"""The layers that change detail and tones: sharpness, blur, inversion, and three that spread the histogram."""

from cnnlab.core.augmentation.bending import chance
from cnnlab.core.augmentation.setting import Augmentation, Setting
from cnnlab.core.errors import N_

SHARPNESS = Augmentation(
    "RandomSharpness",
    "colour",
    N_("Sharpness"),
    N_("Blurs or sharpens each picture slightly, by a random amount from the range."),
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
            help=N_("0.5 leaves the picture unchanged, 0 blurs it, 1 sharpens it."),
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
    N_("Blurs with a Gaussian. Keras samples its horizontal and vertical width once per batch."),
    (
        chance(1.0),
        Setting(
            "sigma",
            N_("Width of the Gaussian (sigma)"),
            "range",
            (0.8, 1.0),
            0.1,
            1.0,
            0.05,
            unit="pixels",
            help=N_("Keras allows at most 1, which is a slight blur."),
            keras=1.0,
        ),
        Setting("kernel_size", N_("Kernel size"), "twice", 7, 3, 31, 2, unit="pixels", keras=3),
    ),
    "astronaut",
    per_batch=True,
    value_range=True,
)
INVERT = Augmentation(
    "RandomInvert",
    "colour",
    N_("Inversion"),
    N_("Inverts some of the pictures: 255 minus each value."),
    (chance(0.5),),
    "cat",
    value_range=True,
)
EQUALIZATION = Augmentation(
    "Equalization",
    "colour",
    N_("Equalization"),
    N_("Spreads each channel's values evenly. Nothing is random; Keras makes one histogram of the whole batch."),
    (Setting("bins", N_("Bins of the histogram"), "whole", 256, 2, 256, 1, keras=256),),
    "astronaut",
    per_batch=True,
    value_range=True,
)
CLAHE = Augmentation(
    "ContrastLimitedAdaptiveHistogramEqualization",
    "colour",
    N_("Equalization in tiles (CLAHE)"),
    N_("Spreads the values tile by tile, up to a limit. Nothing is random, and it acts in inference too."),
    (
        Setting(
            "clip_limit",
            N_("Contrast limit"),
            "number",
            4.0,
            0.0,
            20.0,
            0.5,
            help=N_("Higher is stronger; 0 sets no limit."),
            keras=4.0,
        ),
        Setting("tile_grid_size", N_("Tiles per row and column"), "twice", 8, 1, 16, 1, keras=(8, 8)),
    ),
    "cat",
    training_only=False,
    value_range=True,
)
AUTO_CONTRAST = Augmentation(
    "AutoContrast",
    "colour",
    N_("Automatic contrast"),
    N_("Stretches each channel to the full range from 0 to 255. Nothing is random, and it acts in inference too."),
    (),
    "cat",
    training_only=False,
    value_range=True,
)
