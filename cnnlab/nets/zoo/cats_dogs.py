"""The small convnet for cats and dogs, trained from scratch (Chollet, Deep Learning with Python, chapter 8)."""

import keras
from keras import layers

from cnnlab.nets.zoo.augmenting import augmentation

FILTERS = (32, 64, 128, 256, 256)


def cats_dogs_convnet(augmented: bool = False) -> keras.Model:
    """Build the network, without weights; `augmented` adds augmentation at the input and dropout at the end.

    Takes (batch, 180, 180, 3) of 0-255, returns the probability of a dog (batch, 1). There is no pooling between the
    last convolution and the dense layer.

    >>> cats_dogs_convnet().count_params()
    991041
    """
    inputs = keras.Input((180, 180, 3), name="picture")
    x = augmentation(inputs.shape[1:])(inputs) if augmented else inputs
    x = layers.Rescaling(1 / 255, name="scaling")(x)
    for index, filters in enumerate(FILTERS, start=1):
        x = layers.Conv2D(filters, 3, activation="relu", name=f"conv{index}")(x)
        x = layers.MaxPooling2D(2, name=f"pool{index}")(x) if index < len(FILTERS) else x
    x = layers.Flatten(name="flatten")(x)  # (batch, 7 * 7 * 256)
    x = layers.Dropout(0.5, name="dropout")(x) if augmented else x
    outputs = layers.Dense(1, activation="sigmoid", name="predictions")(x)
    return keras.Model(inputs, outputs, name="cats_dogs_augmented" if augmented else "cats_dogs_scratch")
