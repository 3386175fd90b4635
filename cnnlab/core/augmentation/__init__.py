"""Every augmentation layer of Keras 3.15 in plain words and units; a test compares the catalogue with Keras."""

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
    "fraction_of_turn",
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
AUGMENTATIONS: dict[str, Augmentation] = {layer.name: layer for layer in _ALL}
FIRST = ("RandomFlip", "RandomRotation", "RandomZoom")  # the pipeline that pages start with

VALUE_RANGE = (0, 255)
SEEDS = 100  # per pipeline seed: one for each of 28 layers, up to three times
LARGEST_SEED = 9_999_999  # keeps the layers' seeds below 2**31


def augmentation(name: str) -> Augmentation:
    """Return a layer's entry in the catalogue; AugmentationError for a name that is not an augmentation layer."""
    if name not in AUGMENTATIONS:
        raise AugmentationError(
            N_("There is no augmentation layer {name}. Choose one of {known}."),
            name=repr(name),
            known=", ".join(AUGMENTATIONS),
        )
    return AUGMENTATIONS[name]


def layer_config(name: str, values: dict[str, Any] | None = None) -> dict[str, Any]:
    """Return a Keras layer config with `values`, and with the page's defaults for the other settings.

    Raises AugmentationError for an unknown layer or setting, and for a value out of range.

    >>> layer_config("RandomFlip")
    {'class_name': 'RandomFlip', 'config': {'mode': 'horizontal'}}
    >>> layer_config("RandomInvert", {"factor": 1.0})["config"]
    {'factor': (1.0, 1.0), 'value_range': (0, 255)}
    """
    known, values = augmentation(name), values or {}
    for setting_name in values:
        known.setting(setting_name)
    config = {
        setting.name: setting.keras_value(values.get(setting.name, setting.default)) for setting in known.settings
    }
    return {"class_name": name, "config": config | ({"value_range": VALUE_RANGE} if known.value_range else {})}


def layer_seeds(seed: int, names: Sequence[str]) -> list[int]:
    """Return a seed for each layer of a pipeline, from the pipeline's seed and the layer's class, not its position.

    So a layer's random values stay the same if another layer is added or the order changes. Layers of one class differ.

    >>> layer_seeds(42, ["RandomRotation", "RandomFlip", "RandomFlip"])
    [4201, 4200, 4228]
    """
    if isinstance(seed, bool) or not isinstance(seed, int) or not 0 <= seed <= LARGEST_SEED:
        raise AugmentationError(
            N_("The seed has to be a whole number from 0 to {largest:,}, not {value}."),
            largest=LARGEST_SEED,
            value=repr(seed),
        )
    known = list(AUGMENTATIONS)
    offsets = [
        known.index(augmentation(name).name) + len(known) * names[:at].count(name) for at, name in enumerate(names)
    ]
    if any(offset >= SEEDS for offset in offsets):
        raise AugmentationError(
            N_("This pipeline has more than {most} layers of one kind. Remove some of them."), most=SEEDS // len(known)
        )
    return [seed * SEEDS + offset for offset in offsets]


def degrees(fraction: float) -> float:
    """Convert RandomRotation's factor, a fraction of a full turn, to degrees.

    >>> degrees(0.1)
    36.0
    """
    return fraction * 360


def fraction_of_turn(angle: float) -> float:
    """Convert degrees to a fraction of a full turn, as RandomRotation expects it.

    >>> fraction_of_turn(36)
    0.1
    """
    return angle / 360
