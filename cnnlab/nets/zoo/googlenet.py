"""GoogLeNet: Szegedy and others, "Going Deeper with Convolutions" (2015), table 1."""

from typing import Any

import keras
from keras import layers

# 1x1, 3x3 reduced, 3x3, 5x5 reduced, 5x5, and 1x1 behind the pooling
INCEPTIONS = {
    **{"3a": (64, 96, 128, 16, 32, 32), "3b": (128, 128, 192, 32, 96, 64)},
    **{"4a": (192, 96, 208, 16, 48, 64), "4b": (160, 112, 224, 24, 64, 64), "4c": (128, 128, 256, 24, 64, 64)},
    **{"4d": (112, 144, 288, 32, 64, 64), "4e": (256, 160, 320, 32, 128, 128)},
    **{"5a": (256, 160, 320, 32, 128, 128), "5b": (384, 192, 384, 48, 128, 128)},
}
POOLED = ("3b", "4e")  # a max pooling follows
WATCHED = ("4a", "4d")  # an auxiliary classifier takes their output


def googlenet(auxiliary: bool = False, classes: int = 1000) -> keras.Model:
    """Build the network, without weights; with `auxiliary`, also the two classifiers that helped to train it.

    Takes (batch, 224, 224, 3), returns probabilities (batch, classes), three of them with `auxiliary`.

    >>> googlenet().count_params(), googlenet(auxiliary=True).count_params()
    (6998552, 13378280)
    """
    inputs = keras.Input((224, 224, 3), name="picture")
    x = layers.Conv2D(64, 7, strides=2, padding="same", activation="relu", name="conv1")(inputs)
    x = layers.MaxPooling2D(3, strides=2, padding="same", name="pool1")(x)
    x = layers.Conv2D(64, 1, activation="relu", name="conv2_reduce")(x)
    x = layers.Conv2D(192, 3, padding="same", activation="relu", name="conv2")(x)
    x = layers.MaxPooling2D(3, strides=2, padding="same", name="pool2")(x)  # (batch, 28, 28, 192)
    ends = []
    for name, filters in INCEPTIONS.items():
        x = inception(x, filters, f"inception{name}")
        if auxiliary and name in WATCHED:
            ends.append(_auxiliary(x, classes, f"auxiliary{name}"))
        if name in POOLED:
            x = layers.MaxPooling2D(3, strides=2, padding="same", name=f"pool{name[0]}")(x)
    x = layers.GlobalAveragePooling2D(name="pool5")(x)  # (batch, 1024)
    x = layers.Dropout(0.4, name="dropout")(x)
    ends.append(layers.Dense(classes, "softmax", name="predictions")(x))
    return keras.Model(inputs, ends if auxiliary else ends[-1], name="googlenet")


def inception(x: Any, filters: tuple[int, ...], name: str) -> Any:
    """Four branches side by side: 1x1, 3x3 and 5x5 behind a 1x1, and a pooling followed by a 1x1."""
    one, three_reduced, three, five_reduced, five, pooled = filters
    pool = layers.MaxPooling2D(3, strides=1, padding="same", name=f"{name}_pool")(x)
    branches = [
        _convolution(x, one, 1, f"{name}_1x1"),
        _convolution(_convolution(x, three_reduced, 1, f"{name}_3x3_reduce"), three, 3, f"{name}_3x3"),
        _convolution(_convolution(x, five_reduced, 1, f"{name}_5x5_reduce"), five, 5, f"{name}_5x5"),
        _convolution(pool, pooled, 1, f"{name}_pool_1x1"),
    ]
    return layers.Concatenate(name=name)(branches)


def _convolution(x: Any, filters: int, kernel_size: int, name: str) -> Any:
    return layers.Conv2D(filters, kernel_size, padding="same", activation="relu", name=name)(x)


def _auxiliary(x: Any, classes: int, name: str) -> Any:
    """5x5 average pooling with stride 3, 128 1x1 convolutions, 1024 units, dropout of 70%."""
    x = layers.AveragePooling2D(5, strides=3, name=f"{name}_pool")(x)  # (batch, 4, 4, ...)
    x = _convolution(x, 128, 1, f"{name}_conv")
    x = layers.Flatten(name=f"{name}_flatten")(x)
    x = layers.Dense(1024, "relu", name=f"{name}_dense")(x)
    x = layers.Dropout(0.7, name=f"{name}_dropout")(x)
    return layers.Dense(classes, "softmax", name=name)(x)
