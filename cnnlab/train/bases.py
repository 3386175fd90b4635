"""The trained networks that transfer learning starts from: the bundled one, and those of keras.applications.

Each is fed what it was trained on. VGG16's `preprocess_input` turns RGB of 0-255 to BGR less the means 103.939, 116.779
and 123.68 of ImageNet; the older recipe of the course's notes feeds it pictures scaled by 1/255 instead, which is the
likely cause of its 0.90 against 0.97.
"""

from collections.abc import Callable
from dataclasses import dataclass

import keras

from cnnlab.nets import catalog
from cnnlab.nets.zoo.efficientnet_lite import efficientnet_lite0
from cnnlab.train.applications import APPLICATIONS
from cnnlab.train.errors import RecipeError

DEFAULT = "efficientnet_lite0"


@dataclass(frozen=True)
class Base:
    """A network up to its last maps; `prepare` brings values of 0-255 to what it was trained on."""

    model: keras.Model
    prepare: Callable
    flatten: bool = False  # whether the head lays its maps out, as the VGG16 recipe does, or averages them

    @property
    def features(self) -> tuple[int, ...]:
        """The shape of what a head gets of a picture: (height, width, channels), or (channels,) of averaged maps."""
        shape = self.model.output_shape[1:]
        return shape if self.flatten else shape[-1:]


def input_size(name: str) -> int:
    """The side of the pictures that a base gets; RecipeError for an unknown one."""
    if name != DEFAULT and name not in APPLICATIONS:
        raise RecipeError(
            "A base among {known} was expected; {asked} came. Choose one of those with --base.",
            known=", ".join([DEFAULT, *APPLICATIONS]),
            asked=repr(name),
        )
    return 224 if name == DEFAULT else APPLICATIONS[name].size


def first_to_tune(name: str) -> str:
    """The layer of a base from which fine-tuning trains it."""
    return "block6a_expand_conv" if name == DEFAULT else APPLICATIONS[name].first_to_tune


def load_base(name: str = DEFAULT, size: int | None = None, weights: str | None = "imagenet") -> Base:
    """A base for pictures (size, size, 3); RecipeError where its weights cannot be had.

    >>> load_base(size=192).model.output_shape
    (None, 6, 6, 1280)
    """
    size = size or input_size(name)
    if name == DEFAULT:
        whole = bundled(size)
        cut = keras.Model(whole.inputs[0], whole.get_layer("head_relu").output, name=DEFAULT)
        return Base(cut, lambda x: x)
    kind = APPLICATIONS[name]
    try:
        model = kind.build(weights=weights, include_top=False, input_shape=(size, size, 3))
    except Exception as error:  # urllib, the file system and h5py each have their own
        raise RecipeError(
            "The ImageNet weights of {name} were expected from the Keras site; getting them gave: {reason}. Run it "
            "where there is a network, put the file into ~/.keras/models, or leave --base out: {default} is bundled.",
            name=name,
            reason=str(error),
            default=DEFAULT,
        ) from error
    return Base(model, kind.prepare, kind.flatten)


def bundled(size: int) -> keras.Model:
    """EfficientNet-Lite0 with its ImageNet weights for pictures (size, size, 3); the weights know no size."""
    model = efficientnet_lite0(input_size=size)
    model.set_weights(catalog.load(DEFAULT).get_weights())
    return model
