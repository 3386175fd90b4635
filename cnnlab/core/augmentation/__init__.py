"""Every augmentation layer of Keras 3.15 in a reader's words and units; a test holds it against Keras itself."""

from collections.abc import Sequence
from typing import Any

from cnnlab.core.augmentation import bending, colour, detail, geometry, mixing
from cnnlab.core.augmentation.setting import REQUIRED, Augmentation, AugmentationError, Setting
from cnnlab.core.errors import N_

__all__ = [
    "AUGMENTATIONS",
    "FIRST",
    "LARGEST_SEED",
    "REQUIRED",
    "VALUE_RANGE",
    "Augmentation",
    "AugmentationError",
    "Setting",
    "augmentation",
    "degrees",
    "layer_config",
    "layer_seeds",
]

_ALL = (
    *(geometry.FLIP, geometry.ROTATION, geometry.ZOOM, geometry.TRANSLATION, geometry.SHEAR),
    *(bending.CROP, bending.PERSPECTIVE, bending.ELASTIC),
    *(colour.BRIGHTNESS, colour.CONTRAST, colour.HUE, colour.SATURATION, colour.JITTER),
    *(colour.DEGENERATION, colour.GRAYSCALE, colour.POSTERIZATION, colour.SOLARIZATION),
    *(detail.INVERT, detail.SHARPNESS, detail.BLUR, detail.AUTO_CONTRAST, detail.EQUALIZATION, detail.CLAHE),
    *(mixing.ERASING, mixing.MIX_UP, mixing.CUT_MIX, mixing.AUG_MIX, mixing.RAND_AUGMENT),
)
AUGMENTATIONS: dict[str, Augmentation] = {each.name: each for each in _ALL}
FIRST = ("RandomFlip", "RandomRotation", "RandomZoom")  # the notes' three, with "horizontal", 0.1 and 0.2

VALUE_RANGE = (0, 255)
PLACES = 100  # seeds that are made of one: every layer has its own, three of a kind too
LARGEST_SEED = 9_999_999  # so that the layers' seeds stay below 2**31


def augmentation(name: str) -> Augmentation:
    """The catalogue's entry; AugmentationError for a name that is no augmentation layer."""
    if name not in AUGMENTATIONS:
        raise AugmentationError(
            N_("One of the layers {known} was expected; {came} came."), known=", ".join(AUGMENTATIONS), came=repr(name)
        )
    return AUGMENTATIONS[name]


def layer_config(name: str, values: dict[str, Any] | None = None) -> dict:
    """A layer as Keras takes it, with the page's defaults where `values` says nothing.

    Raises AugmentationError for an unknown layer or setting, and for a value out of range.

    >>> layer_config("RandomFlip")
    {'class_name': 'RandomFlip', 'config': {'mode': 'horizontal'}}
    >>> layer_config("RandomInvert", {"factor": 1.0})["config"]
    {'factor': (1.0, 1.0), 'value_range': (0, 255)}
    """
    known, values = augmentation(name), values or {}
    for each in values:
        known.setting(each)
    config = {each.name: each.given(values.get(each.name, each.default)) for each in known.settings}
    return {"class_name": name, "config": config | ({"value_range": VALUE_RANGE} if known.value_range else {})}


def layer_seeds(seed: int, names: Sequence[str]) -> list[int]:
    """The seeds of a pipeline's layers: made of the pipeline's and of what each is, not of where it stands.

    So a layer draws the same when another one is switched on or the order is changed. Several of one kind differ.

    >>> layer_seeds(42, ["RandomRotation", "RandomFlip", "RandomFlip"])
    [4201, 4200, 4228]
    """
    if isinstance(seed, bool) or not isinstance(seed, int) or not 0 <= seed <= LARGEST_SEED:
        raise AugmentationError(
            N_("A whole number from 0 to {largest} was expected as the seed; {came} came."),
            largest=LARGEST_SEED,
            came=repr(seed),
        )
    known = list(AUGMENTATIONS)
    places = [
        known.index(augmentation(name).name) + len(known) * names[:at].count(name) for at, name in enumerate(names)
    ]
    if any(each >= PLACES for each in places):
        raise AugmentationError(
            N_("At most {most} layers of one kind were expected; more came."), most=PLACES // len(known)
        )
    return [seed * PLACES + each for each in places]


def degrees(share: float) -> float:
    """RandomRotation's factor, a share of a full turn, in degrees.

    >>> degrees(0.1)
    36.0
    """
    return share * 360
