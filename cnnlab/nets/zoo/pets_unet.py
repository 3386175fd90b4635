"""A U-Net that segments pets: an ImageNet encoder, a decoder, and skip connections at every size.

Ronneberger, Fischer, Brox, "U-Net" (2015); the encoder is EfficientNet-Lite0 without its head.
"""

from typing import Any

import keras
from keras import layers

# the encoder's last maps of each size, from 1/16 of the picture's height to 1/2
SKIPS = ("block5c_add", "block3b_add", "block2b_add", "block1a_project_norm")
BOTTOM = "block7a_project_norm"
FILTERS = (160, 96, 64, 48)


def pets_unet(encoder: keras.Model, classes: int = 3) -> keras.Model:
    """Build the network on an `efficientnet_lite0` whose input size is a multiple of 32; they share weights.

    Takes (batch, size, size, 3) of 0-255, returns probabilities (batch, size, size, classes): 0 pet, 1 background,
    2 border. The encoder is not nested: its layers are layers of this model, so each appears in its table. Its batch
    normalization is frozen, because a few hundred pictures would give worse averages than ImageNet's.
    """
    for layer in encoder.layers:
        layer.trainable = not isinstance(layer, layers.BatchNormalization)
    x = encoder.get_layer(BOTTOM).output  # (batch, size / 32, size / 32, 320)
    for index, (skip, filters) in enumerate(zip(SKIPS, FILTERS, strict=True), start=1):
        name = f"up{index}"
        x = layers.UpSampling2D(2, interpolation="bilinear", name=f"{name}_size")(x)
        x = layers.Concatenate(name=f"{name}_skip")([x, encoder.get_layer(skip).output])
        x = _normalized(x, filters, f"{name}a")
        x = _normalized(x, filters, f"{name}b")
    x = layers.UpSampling2D(2, interpolation="bilinear", name="up5_size")(x)  # (batch, size, size, 48)
    x = _normalized(x, 24, "up5")
    outputs = layers.Conv2D(classes, 3, padding="same", activation="softmax", name="predictions")(x)
    return keras.Model(encoder.inputs[0], outputs, name="pets_unet")


def _normalized(x: Any, filters: int, name: str) -> Any:
    x = layers.Conv2D(filters, 3, padding="same", use_bias=False, name=f"{name}_conv")(x)
    x = layers.BatchNormalization(momentum=0.9, name=f"{name}_norm")(x)  # an epoch has few steps to average over
    return layers.Activation("relu", name=f"{name}_relu")(x)
