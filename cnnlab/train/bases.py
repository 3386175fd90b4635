"""The pretrained networks that transfer learning starts from: the bundled one, and those of keras.applications.

Each base gets the preprocessing it was trained with. VGG16's `preprocess_input` converts RGB values of 0-255 to BGR and
subtracts ImageNet's means 103.939, 116.779 and 123.68. Scaling the pictures by 1/255 instead, as an older recipe for
cats and dogs does, is the likely reason why it reached an accuracy of 0.90 and not 0.97.
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
    """A network up to its last feature maps; `preprocess` converts values of 0-255 to the range it was trained on."""

    model: keras.Model
    preprocess: Callable
    flatten: bool = False  # whether the head flattens the maps, as the VGG16 recipe does, or averages them

    @property
    def features(self) -> tuple[int, ...]:
        """The shape of a head's input for one picture: (height, width, channels), or (channels,) when averaged."""
        shape = self.model.output_shape[1:]
        return shape if self.flatten else shape[-1:]


def input_size(name: str) -> int:
    """The side length of the pictures that a base takes. Raises RecipeError for an unknown base."""
    if name != DEFAULT and name not in APPLICATIONS:
        raise RecipeError(
            "There is no base {asked}. Choose one of these with --base: {known}.",
            known=", ".join([DEFAULT, *APPLICATIONS]),
            asked=repr(name),
        )
    return 224 if name == DEFAULT else APPLICATIONS[name].size


def first_to_tune(name: str) -> str:
    """The first layer of a base that fine-tuning trains."""
    return "block6a_expand_conv" if name == DEFAULT else APPLICATIONS[name].first_to_tune


def load_base(name: str = DEFAULT, size: int | None = None, weights: str | None = "imagenet") -> Base:
    """Return a base for pictures (size, size, 3). Raises RecipeError if its weights cannot be downloaded.

    >>> load_base(size=192).model.output_shape
    (None, 6, 6, 1280)
    """
    size = size or input_size(name)
    if name == DEFAULT:
        classifier = bundled(size)
        model = keras.Model(classifier.inputs[0], classifier.get_layer("head_relu").output, name=DEFAULT)
        return Base(model, lambda x: x)
    application = APPLICATIONS[name]
    try:
        model = application.build(weights=weights, include_top=False, input_shape=(size, size, 3))
    except Exception as error:  # urllib, the file system and h5py each raise their own
        raise RecipeError(
            "The ImageNet weights of {name} could not be downloaded: {reason}. Connect to the internet, put the file "
            "into ~/.keras/models, or leave --base out: {default} is bundled.",
            name=name,
            reason=str(error),
            default=DEFAULT,
        ) from error
    return Base(model, application.preprocess, application.flatten)


def bundled(size: int) -> keras.Model:
    """EfficientNet-Lite0 with its ImageNet weights, for pictures (size, size, 3); the weights fit any size."""
    model = efficientnet_lite0(input_size=size)
    model.set_weights(catalog.load(DEFAULT).get_weights())
    return model
