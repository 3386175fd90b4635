"""Mini-Xception for cats and dogs: separable convolutions, batch normalization and residual connections.

Chollet, Deep Learning with Python, chapter 9; the ideas are those of Chollet, "Xception" (2017).
"""

from typing import Any

import keras
from keras import layers

from cnnlab.nets.zoo.augmenting import augmentation


def mini_xception() -> keras.Model:
    """Build the network, without weights.

    Takes (batch, 180, 180, 3) of 0-255, returns the probability of a dog (batch, 1). The first convolution is not
    separable: separable convolutions assume largely independent channels, but the colour channels are correlated.

    >>> mini_xception().count_params()
    721857
    """
    inputs = keras.Input((180, 180, 3), name="picture")
    x = augmentation(inputs.shape[1:])(inputs)
    x = layers.Rescaling(1 / 255, name="scaling")(x)
    x = layers.Conv2D(32, 5, use_bias=False, name="stem_conv")(x)  # (batch, 176, 176, 32)
    for index, filters in enumerate((32, 64, 128, 256, 512), start=1):
        x = _block(x, filters, f"block{index}")
    x = layers.GlobalAveragePooling2D(name="pool")(x)  # (batch, 512)
    x = layers.Dropout(0.5, name="dropout")(x)
    outputs = layers.Dense(1, activation="sigmoid", name="predictions")(x)
    return keras.Model(inputs, outputs, name="cats_dogs_mini_xception")


def _block(x: Any, filters: int, name: str) -> Any:
    """Two times (normalization, ReLU, separable convolution), then pooling; a strided 1x1 convolution as shortcut."""
    entry = x
    for half in "ab":
        x = layers.BatchNormalization(name=f"{name}{half}_norm")(x)
        x = layers.Activation("relu", name=f"{name}{half}_relu")(x)
        x = layers.SeparableConv2D(filters, 3, padding="same", use_bias=False, name=f"{name}{half}_conv")(x)
    x = layers.MaxPooling2D(3, strides=2, padding="same", name=f"{name}_pool")(x)
    shortcut = layers.Conv2D(filters, 1, strides=2, padding="same", use_bias=False, name=f"{name}_shortcut")(entry)
    return layers.Add(name=f"{name}_add")([x, shortcut])
