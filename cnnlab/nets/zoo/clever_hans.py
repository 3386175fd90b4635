"""A small convnet for cats and dogs whose training pictures betray the class in a corner."""

import keras
from keras import layers

FILTERS = (16, 32, 64, 128)
SIZE = 128


def clever_hans() -> keras.Model:
    """Build the network, without weights. Takes (batch, 128, 128, 3) of 0-255, returns the probability of a dog.

    The mean over all places comes right before the last layer. So the logit is a sum over the 16 x 16 cells of the last
    convolution, of which Grad-CAM shows each one's part (Zhou et al. 2016, equation 2).

    >>> clever_hans().count_params()
    97569
    """
    inputs = keras.Input((SIZE, SIZE, 3), name="picture")
    x = layers.Rescaling(1 / 255, name="scaling")(inputs)
    for index, filters in enumerate(FILTERS, start=1):
        x = layers.Conv2D(filters, 3, padding="same", activation="relu", name=f"conv{index}")(x)
        x = layers.MaxPooling2D(2, name=f"pool{index}")(x) if index < len(FILTERS) else x
    x = layers.GlobalAveragePooling2D(name="average")(x)  # (batch, 128)
    outputs = layers.Dense(1, activation="sigmoid", name="predictions")(x)
    return keras.Model(inputs, outputs, name="clever_hans")
