"""The encoder-decoder that segments pets (Chollet, Deep Learning with Python, chapter 9): no skip connections."""

import keras
from keras import layers


def pets_encoder_decoder(size: int = 200, classes: int = 3) -> keras.Model:
    """Build the network, without weights; `size` must be a multiple of 8.

    Takes (batch, size, size, 3) of 0-255, returns probabilities (batch, size, size, classes): 0 pet, 1 background,
    2 border. Strided convolutions reduce the size, because max pooling loses the position of a value in its window.

    >>> pets_encoder_decoder().count_params()
    2880643
    """
    inputs = keras.Input((size, size, 3), name="picture")
    x = layers.Rescaling(1 / 255, name="scaling")(inputs)
    for filters in (64, 128, 256):  # (batch, size / 8, size / 8, 256) at the end
        x = _layer(layers.Conv2D, filters, 2, f"down{filters}a")(x)
        x = _layer(layers.Conv2D, filters, 1, f"down{filters}b")(x)
    for filters in (256, 128, 64):
        x = _layer(layers.Conv2DTranspose, filters, 1, f"up{filters}a")(x)
        x = _layer(layers.Conv2DTranspose, filters, 2, f"up{filters}b")(x)
    outputs = layers.Conv2D(classes, 3, padding="same", activation="softmax", name="predictions")(x)
    return keras.Model(inputs, outputs, name="pets_segmentation")


def _layer(kind: type[layers.Layer], filters: int, strides: int, name: str) -> layers.Layer:
    return kind(filters, 3, strides=strides, padding="same", activation="relu", name=name)
