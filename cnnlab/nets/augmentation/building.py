"""Keras's augmentation layers: which there are, and how one is built from its config with a seed of its own."""

import collections
import inspect
from collections.abc import Iterator
from contextlib import contextmanager

import keras
from keras import layers
from keras.src.backend.common import global_state

from cnnlab.core.augmentation import VALUE_RANGE, AugmentationError
from cnnlab.core.errors import N_

HOME = "keras.src.layers.preprocessing.image_preprocessing."
NAMES = "object_name_uids"  # Keras's own counters behind its automatic names; there is no public access to them
NO_AUGMENTATION = {"Resizing", "CenterCrop", "MaxNumBoundingBoxes"}  # the same for every picture, or of no pixels


def catalogue() -> tuple[str, ...]:
    """The names of every augmentation layer that the installed Keras has, by name.

    >>> {"RandomFlip", "AugMix", "AutoContrast"} <= set(catalogue())
    True
    """
    found = {name for name, each in vars(layers).items() if inspect.isclass(each) and each.__module__.startswith(HOME)}
    return tuple(sorted(found - NO_AUGMENTATION))


def name_of(config: dict) -> str:
    """The class of an augmentation layer's config; AugmentationError for anything else."""
    name = config.get("class_name") if isinstance(config, dict) else None
    if name not in catalogue():
        raise AugmentationError(
            N_("A config of one of the layers {known} was expected; {came} came."),
            known=", ".join(catalogue()),
            came=repr(config)[:200],
        )
    return str(name)


def build(config: dict, seed: int) -> keras.Layer:
    """The layer of a config with this seed; pictures are taken to lie in 0..255.

    Raises AugmentationError where the config is none of an augmentation layer, or Keras refuses it.
    """
    name = name_of(config)
    kind = getattr(layers, name)
    known = inspect.signature(kind).parameters
    own = {"seed": seed, "value_range": VALUE_RANGE}
    arguments = {**config.get("config", {}), **{each: value for each, value in own.items() if each in known}}
    try:
        return kind.from_config(arguments)
    except (TypeError, ValueError, NotImplementedError) as error:
        raise AugmentationError(
            N_("Keras builds no {layer} from {came}: {reason}"), layer=name, came=repr(arguments), reason=str(error)
        ) from error


@contextmanager
def repeated_names() -> Iterator[None]:
    """Keras's automatic names start from the beginning inside, and continue afterwards where they were before.

    Every augmentation layer has a SeedGenerator with a variable, which Keras names anew each time
    (seed_generator_1, seed_generator_2, ...), and TensorFlow keeps a compiled kernel for each name of a variable for
    as long as the process lives: 36 kB a layer. The same names again and again need the same few kernels.
    """
    before = global_state.get_global_attribute(NAMES)
    global_state.set_global_attribute(NAMES, collections.defaultdict(int))
    try:
        yield
    finally:
        global_state.set_global_attribute(NAMES, before)
