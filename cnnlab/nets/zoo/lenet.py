"""LeNet-5: LeCun, Bottou, Bengio and Haffner, "Gradient-Based Learning Applied to Document Recognition" (1998)."""

from typing import Any

import keras
from keras import layers

# The maps of S2 that each map of C3 takes, table I of the paper.
CONNECTIONS = (
    *(tuple((first + step) % 6 for step in range(3)) for first in range(6)),
    *(tuple((first + step) % 6 for step in range(4)) for first in range(6)),
    *((0, 1, 3, 4), (1, 2, 4, 5), (0, 2, 3, 5), (0, 1, 2, 3, 4, 5)),
)
SQUASHING = "tanh"  # the paper's is 1.7159 tanh(2x / 3)


def lenet5() -> keras.Model:
    """Build the network of 1998 up to its layer F6, without weights.

    Takes (batch, 32, 32, 1), returns (batch, 84). The ten outputs of the paper compare these 84 values with fixed
    pictures of the characters, and have nothing to train.

    >>> lenet5().count_params()
    60000
    """
    inputs = keras.Input((32, 32, 1), name="picture")
    x = layers.Conv2D(6, 5, activation=SQUASHING, name="C1")(inputs)  # (batch, 28, 28, 6)
    x = _subsampling(x, "S2")
    x = _connected(x, "C3")  # (batch, 10, 10, 16)
    x = _subsampling(x, "S4")
    x = layers.Conv2D(120, 5, activation=SQUASHING, name="C5")(x)  # (batch, 1, 1, 120)
    x = layers.Flatten(name="flatten")(x)
    return keras.Model(inputs, layers.Dense(84, SQUASHING, name="F6")(x), name="lenet5")


def lenet5_fully_connected(classes: int = 10) -> keras.Model:
    """Build the form that is taught today: plain average pooling, C3 over all maps, a softmax at the end.

    Takes (batch, 32, 32, 1), returns probabilities (batch, classes).

    >>> lenet5_fully_connected().count_params()
    61706
    """
    return keras.Sequential(
        [
            keras.Input((32, 32, 1), name="picture"),
            layers.Conv2D(6, 5, activation=SQUASHING, name="C1"),
            layers.AveragePooling2D(2, name="S2"),
            layers.Conv2D(16, 5, activation=SQUASHING, name="C3"),
            layers.AveragePooling2D(2, name="S4"),
            layers.Conv2D(120, 5, activation=SQUASHING, name="C5"),
            layers.Flatten(name="flatten"),
            layers.Dense(84, SQUASHING, name="F6"),
            layers.Dense(classes, "softmax", name="predictions"),
        ],
        name="lenet5_fully_connected",
    )


def _subsampling(x: Any, name: str) -> Any:
    """Average of 2x2 cells, then one coefficient and one bias for each map."""
    x = layers.AveragePooling2D(2, name=f"{name}_average")(x)
    return layers.DepthwiseConv2D(1, activation=SQUASHING, name=name)(x)


def _connected(x: Any, name: str) -> Any:
    """A convolution whose every map takes the maps that CONNECTIONS lists."""
    maps = [x[..., index : index + 1] for index in range(x.shape[-1])]
    filters = []
    for index, chosen in enumerate(CONNECTIONS):
        joined = layers.Concatenate(name=f"{name}_{index}_inputs")([maps[at] for at in chosen])
        filters.append(layers.Conv2D(1, 5, activation=SQUASHING, name=f"{name}_{index}")(joined))
    return layers.Concatenate(name=name)(filters)
