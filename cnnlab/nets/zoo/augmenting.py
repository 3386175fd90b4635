"""The augmentation that the cats-and-dogs networks carry inside: it works while they train and rests otherwise."""

import keras
from keras import layers


def augmentation(shape: tuple) -> keras.Sequential:
    """A mirror image half of the time, -36 to +36 degrees (0.1 of a full turn), 20 % out or in.

    Takes and returns (batch, *shape) of 0-255, `shape` being (height, width, channels); with training=False it changes
    nothing.

    >>> augmentation((8, 8, 3)).output_shape
    (None, 8, 8, 3)
    """
    steps = [
        keras.Input(shape, name="changeable"),
        layers.RandomFlip("horizontal", name="flip"),
        layers.RandomRotation(0.1, name="rotation"),
        layers.RandomZoom(0.2, name="zoom"),
    ]
    return keras.Sequential(steps, name="augmentation")
