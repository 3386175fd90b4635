"""A trained base with a new head: feature extraction, and fine-tuning of the base's last layers."""

from collections.abc import Callable
from typing import Any

import keras
from keras import layers

from cnnlab.core.errors import N_, CnnLabError
from cnnlab.nets.zoo.augmenting import augmentation


class TransferError(CnnLabError):
    """The base does not have the requested layer."""


def dense_head(features: tuple[int, ...], classes: int, flatten: bool = False) -> keras.Model:
    """Build the head, without weights: (batch, *features) to probabilities (batch, classes), or (batch, 1) for two.

    Maps (height, width, channels) are averaged to (channels,), or flattened with `flatten`, as in VGG16's recipe;
    features that are already a vector go to the dense layer unchanged.

    >>> dense_head((1280,), classes=2).count_params()
    328193
    """
    inputs = keras.Input(features, name="features")
    x = inputs
    if len(features) == 3:
        x = layers.Flatten(name="flatten")(x) if flatten else layers.GlobalAveragePooling2D(name="pool")(x)
    x = layers.Dense(256, activation="relu", name="dense")(x)
    x = layers.Dropout(0.5, name="dropout")(x)
    units, activation = (1, "sigmoid") if classes == 2 else (classes, "softmax")
    outputs = layers.Dense(units, activation=activation, name="predictions")(x)
    return keras.Model(inputs, outputs, name="head")


def on_base(
    base: keras.Model,
    head: keras.Model,
    name: str,
    augmented: bool = False,
    prepare: Callable[[Any], Any] = lambda x: x,
) -> keras.Model:
    """Build a model from pictures (batch, height, width, 3) of 0-255 through the frozen base to the head.

    `prepare` converts the values to the range that the base was trained on. Batch normalization stays in inference mode
    because its layers are frozen: calling the base with training=False would not suffice, as `fit` passes its
    training=True to each layer of a functional model.
    """
    base.trainable = False
    inputs = keras.Input(base.inputs[0].shape[1:], name="picture")
    x = augmentation(inputs.shape[1:])(inputs) if augmented else inputs
    x = base(prepare(x))
    for layer in head.layers[1:]:
        x = layer(x)
    return keras.Model(inputs, x, name=name)


def unfreeze_from(base: keras.Model, first: str) -> list[str]:
    """Unfreeze the base from the layer `first` on, except batch normalization; returns the names of trainable layers.

    Raises TransferError if the base has no such layer.
    """
    names = [layer.name for layer in base.layers]
    if first not in names:
        raise TransferError(
            N_("{base} has no layer {asked}. Start the training at one of {known}."),
            base=base.name,
            asked=repr(first),
            known=", ".join(names),
        )
    base.trainable = True
    for index, layer in enumerate(base.layers):
        frozen = index < names.index(first) or isinstance(layer, layers.BatchNormalization)
        layer.trainable = not frozen
    return [layer.name for layer in base.layers if layer.trainable and layer.weights]
