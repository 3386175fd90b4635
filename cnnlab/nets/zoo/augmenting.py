"""The augmentation inside the cats-and-dogs networks; active only in training."""

import keras
from keras import layers


def augmentation(shape: tuple[int, ...]) -> keras.Sequential:
    """Flip horizontally half of the time, rotate by -36 to +36 degrees (0.1 of a full turn), zoom by up to 20%.

    Takes and returns (batch, *shape) of 0-255, where `shape` is (height, width, channels). With training=False the
    pictures are unchanged.

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
