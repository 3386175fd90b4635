"""The layers that erase, that mix pictures with each other, and that choose among other layers."""

from cnnlab.core.augmentation.bending import chance
from cnnlab.core.augmentation.geometry import INTERPOLATION
from cnnlab.core.augmentation.setting import Augmentation, Setting
from cnnlab.core.errors import N_

EVENLY = N_("How evenly they mix (alpha)")


def _count(name: str, title: str, default: int) -> Setting:
    return Setting(name, title, "whole", default, 1, 5, 1, keras=default)


def _alpha(keras: float, text: str) -> Setting:
    return Setting("alpha", EVENLY, "number", 1.0, 0.1, 5.0, 0.1, help=text, keras=keras)


def _strength(default: tuple[float, float], keras: float) -> Setting:
    title, text = N_("Strength"), N_("What the layers inside get as their factor; turns and shifts go one way.")
    return Setting("factor", title, "range", default, 0.0, 1.0, 0.05, help=text, keras=keras, single="up")


ERASING = Augmentation(
    "RandomErasing",
    "erasing",
    N_("Erasing"),
    N_("Covers a rectangle at a drawn place with noise or one grey level."),
    (
        chance(1.0),
        Setting(
            "scale",
            N_("Size, as a share of the picture's area"),
            "range",
            (0.05, 0.33),
            0.0,
            1.0,
            0.01,
            unit="share",
            help=N_("Height and width are drawn apart, each the square root of such a share of the picture's side."),
            keras=(0.02, 0.33),
            single="up",
        ),
        Setting(
            "fill_value",
            N_("Filled with"),
            "choice",
            None,
            choices=(None, 0, 127, 255),
            choice_titles=(N_("Noise"), N_("Black"), N_("Grey"), N_("White")),
            keras=None,
        ),
    ),
    "cat",
    masks="wrong",
    why_no_mask=N_("Keras 3.15 leaves the mask as it is: it goes on naming what can no longer be seen."),
    value_range=True,
)
MIX_UP = Augmentation(
    "MixUp",
    "mixing",
    N_("MixUp"),
    N_("Lays another picture of the batch over each, half transparent, and mixes the labels by the same shares."),
    (_alpha(0.2, N_("Small: nearly all of one picture. 1: any share alike. Large: near half and half.")),),
    "flower",
    several=True,
    masks="wrong",
    why_no_mask=N_("Keras 3.15 averages the class numbers of masks and gives them a wrong shape."),
)
CUT_MIX = Augmentation(
    "CutMix",
    "mixing",
    N_("CutMix"),
    N_("Puts a rectangle of another picture of the batch into each, and mixes the labels by the areas."),
    (
        Setting(
            "factor",
            EVENLY,
            "range",
            (1.0, 1.0),
            0.0,
            1.0,
            0.05,
            help=N_("Small: nearly all of one picture. 1: any share alike. Keras draws it once for a batch."),
            keras=1.0,
            single="up",
        ),
    ),
    "flower",
    several=True,
    masks="wrong",
    why_no_mask=N_("Keras 3.15 returns as many mask channels as the picture has."),
)
AUG_MIX = Augmentation(
    "AugMix",
    "policies",
    N_("AugMix"),
    N_("Mixes the picture with several chains of other layers. The chains are drawn once for all of a batch."),
    (
        _strength((0.0, 0.3), 0.3),
        _count("num_chains", N_("Chains"), 3),
        _count("chain_depth", N_("Layers in a chain, at most"), 3),
        _alpha(1.0, N_("Small: nearly all of one chain. Large: all chains alike.")),
        Setting("all_ops", N_("With brightness, contrast, sharpness and grey"), "switch", True, keras=True),
        INTERPOLATION,
    ),
    "cat",
    per_batch=True,
    masks="wrong",
    why_no_mask=N_("Keras 3.15 averages the class numbers of masks, so that fractions come out."),
    value_range=True,
)
RAND_AUGMENT = Augmentation(
    "RandAugment",
    "policies",
    N_("RandAugment"),
    N_("Applies layers drawn from eleven. They are drawn once for all pictures of a batch, their amounts for each."),
    (_strength((0.0, 0.5), 0.5), _count("num_ops", N_("Layers one after the other"), 2), INTERPOLATION),
    "cat",
    per_batch=True,
    masks="moves",
    value_range=True,
)
