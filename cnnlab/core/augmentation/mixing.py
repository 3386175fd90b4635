"""The layers that erase, that mix pictures, and that choose among other layers."""

from cnnlab.core.augmentation.bending import chance
from cnnlab.core.augmentation.geometry import INTERPOLATION
from cnnlab.core.augmentation.setting import Augmentation, Setting
from cnnlab.core.errors import N_

EVENNESS = N_("Evenness of the mix (alpha)")


def _count(name: str, title: str, default: int) -> Setting:
    return Setting(name, title, "whole", default, 1, 5, 1, keras=default)


def _alpha(keras: float, text: str) -> Setting:
    return Setting("alpha", EVENNESS, "number", 1.0, 0.1, 5.0, 0.1, help=text, keras=keras)


def _strength(default: tuple[float, float], keras: float) -> Setting:
    title, text = N_("Strength"), N_("The factor of the layers inside. Rotations and shifts go in one direction only.")
    return Setting("factor", title, "range", default, 0.0, 1.0, 0.05, help=text, keras=keras, single="up")


ERASING = Augmentation(
    "RandomErasing",
    "erasing",
    N_("Erasing"),
    N_("Covers a rectangle at a random position with noise or one grey level."),
    (
        chance(1.0),
        Setting(
            "scale",
            N_("Size, as a fraction of the picture's area"),
            "range",
            (0.05, 0.33),
            0.0,
            1.0,
            0.01,
            unit="share",
            help=N_("Height and width are sampled separately, each the square root of such a fraction of the side."),
            keras=(0.02, 0.33),
            single="up",
        ),
        Setting(
            "fill_value",
            N_("Fill"),
            "choice",
            None,
            choices=(None, 0, 127, 255),
            choice_titles=(N_("Noise"), N_("Black"), N_("Grey"), N_("White")),
            keras=None,
        ),
    ),
    "cat",
    masks="wrong",
    why_no_mask=N_("Keras 3.15 leaves the mask unchanged, so it still contains what can no longer be seen."),
    value_range=True,
)
MIX_UP = Augmentation(
    "MixUp",
    "mixing",
    N_("MixUp"),
    N_("Blends each picture with another one of the batch, and the labels in the same proportion."),
    (
        _alpha(
            0.2,
            N_("Small: almost all of one picture. 1: all proportions are equally likely. Large: about half and half."),
        ),
    ),
    "flower",
    several=True,
    masks="wrong",
    why_no_mask=N_("Keras 3.15 averages the class numbers of masks and returns a wrong shape."),
)
CUT_MIX = Augmentation(
    "CutMix",
    "mixing",
    N_("CutMix"),
    N_("Pastes a rectangle from another picture of the batch, and mixes the labels in proportion to the areas."),
    (
        Setting(
            "factor",
            EVENNESS,
            "range",
            (1.0, 1.0),
            0.0,
            1.0,
            0.05,
            help=N_(
                "Small: almost all of one picture. 1: all proportions are equally likely. Keras samples one per batch."
            ),
            keras=1.0,
            single="up",
        ),
    ),
    "flower",
    several=True,
    masks="wrong",
    why_no_mask=N_("Keras 3.15 returns masks with as many channels as the picture."),
)
AUG_MIX = Augmentation(
    "AugMix",
    "policies",
    N_("AugMix"),
    N_("Mixes each picture with the results of several chains of other layers. The chains are sampled once per batch."),
    (
        _strength((0.0, 0.3), 0.3),
        _count("num_chains", N_("Chains"), 3),
        _count("chain_depth", N_("Most layers in a chain"), 3),
        _alpha(1.0, N_("Small: almost all of one chain. Large: all chains equally.")),
        Setting("all_ops", N_("Include brightness, contrast, sharpness and fading"), "switch", True, keras=True),
        INTERPOLATION,
    ),
    "cat",
    per_batch=True,
    masks="wrong",
    why_no_mask=N_("Keras 3.15 averages the class numbers of masks, which gives fractions."),
    value_range=True,
)
RAND_AUGMENT = Augmentation(
    "RandAugment",
    "policies",
    N_("RandAugment"),
    N_("Applies random layers out of eleven. The layers are sampled once per batch, their amounts for each picture."),
    (_strength((0.0, 0.5), 0.5), _count("num_ops", N_("Number of layers"), 2), INTERPOLATION),
    "cat",
    per_batch=True,
    masks="moves",
    value_range=True,
)
