"""Keras's augmentation layers: which ones exist, and how to build one from its config with its own seed."""

import inspect
from typing import Any

import keras
from keras import layers

from cnnlab.core.augmentation import VALUE_RANGE, AugmentationError
from cnnlab.core.errors import N_

MODULE = "keras.src.layers.preprocessing.image_preprocessing."
NO_AUGMENTATION = {"Resizing", "CenterCrop", "MaxNumBoundingBoxes"}  # not random, or not about pixels


def catalogue() -> tuple[str, ...]:
    """Return the names of every augmentation layer of the installed Keras, sorted.

    >>> {"RandomFlip", "AugMix", "AutoContrast"} <= set(catalogue())
    True
    """
    found = {
        name for name, kind in vars(layers).items() if inspect.isclass(kind) and kind.__module__.startswith(MODULE)
    }
    return tuple(sorted(found - NO_AUGMENTATION))


def name_of(config: dict[str, Any]) -> str:
    """Return the class name in an augmentation layer's config; raise AugmentationError for anything else."""
    name = config.get("class_name") if isinstance(config, dict) else None
    if name not in catalogue():
        raise AugmentationError(
            N_("{config} is not the config of an augmentation layer. Use one of {known}."),
            config=repr(config)[:200],
            known=", ".join(catalogue()),
        )
    return str(name)


def build(config: dict[str, Any], seed: int) -> keras.Layer:
    """Build the layer of a config with this seed, for pictures with values from 0 to 255.

    Raises AugmentationError if the config is not that of an augmentation layer, or if Keras rejects it.
    """
    name = name_of(config)
    kind = getattr(layers, name)
    known = inspect.signature(kind).parameters
    own = {"seed": seed, "value_range": VALUE_RANGE}
    arguments = {**config.get("config", {}), **{key: value for key, value in own.items() if key in known}}
    try:
        return kind.from_config(arguments)
    except (TypeError, ValueError, NotImplementedError) as error:
        raise AugmentationError(
            N_("Keras cannot build {layer} from {arguments}. Correct these settings: {reason}"),
            layer=name,
            arguments=repr(arguments),
            reason=str(error),
        ) from error
