"""AlexNet: Krizhevsky, Sutskever, Hinton, "ImageNet Classification with Deep Convolutional Neural Networks" (2012)."""

from typing import Any

import keras
from keras import layers, ops


def alexnet(groups: int = 2, classes: int = 1000) -> keras.Model:
    """Build the network, without weights: with the paper's two `groups`, one for each of its GPUs, or with one.

    Takes (batch, 227, 227, 3), the size that the paper's own numbers need (it says 224); returns probabilities
    (batch, classes).

    >>> alexnet().count_params(), alexnet(groups=1).count_params()
    (60965224, 62378344)
    """
    inputs = keras.Input((227, 227, 3), name="picture")
    x = layers.Conv2D(96, 11, strides=4, activation="relu", name="conv1")(inputs)  # (batch, 55, 55, 96)
    x = local_response_normalization(x.shape[1:], "norm1")(x)
    x = layers.MaxPooling2D(3, strides=2, name="pool1")(x)  # windows overlap
    x = layers.Conv2D(256, 5, padding="same", groups=groups, activation="relu", name="conv2")(x)
    x = local_response_normalization(x.shape[1:], "norm2")(x)
    x = layers.MaxPooling2D(3, strides=2, name="pool2")(x)  # (batch, 13, 13, 256)
    x = layers.Conv2D(384, 3, padding="same", activation="relu", name="conv3")(x)
    x = layers.Conv2D(384, 3, padding="same", groups=groups, activation="relu", name="conv4")(x)
    x = layers.Conv2D(256, 3, padding="same", groups=groups, activation="relu", name="conv5")(x)
    x = layers.MaxPooling2D(3, strides=2, name="pool5")(x)
    x = layers.Flatten(name="flatten")(x)  # (batch, 9216)
    for number in (6, 7):
        x = layers.Dense(4096, "relu", name=f"dense{number}")(x)
        x = layers.Dropout(0.5, name=f"dropout{number}")(x)
    return keras.Model(inputs, layers.Dense(classes, "softmax", name="predictions")(x), name="alexnet")


def local_response_normalization(
    input_shape: tuple[int, ...], name: str, n: int = 5, k: float = 2.0, alpha: float = 1e-4, beta: float = 0.75
) -> keras.Model:
    """Local response normalization, section 3.3 of the paper, of maps (batch, rows, columns, channels).

    a / (k + alpha * s) ** beta, where s sums the squares of a channel and of its n // 2 neighbours on each side.
    """
    maps = keras.Input(input_shape)
    channels, reach = input_shape[-1], n // 2
    padded = ops.pad(ops.square(maps), ((0, 0), (0, 0), (0, 0), (reach, reach)))
    total: Any = padded[..., :channels]
    for first in range(1, 2 * reach + 1):
        total = total + padded[..., first : first + channels]
    return keras.Model(maps, maps / (k + alpha * total) ** beta, name=name)
