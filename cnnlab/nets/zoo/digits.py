"""Convnets for 28x28 pictures with one channel: handwritten digits (MNIST) and clothes (Fashion-MNIST)."""

import keras
from keras import layers


def mnist_convnet(pooling: bool = True) -> keras.Model:
    """Build Chollet's first convnet (Deep Learning with Python, chapter 8), without weights.

    Takes (batch, 28, 28, 1) of 0-255, returns probabilities (batch, 10). Without `pooling` the dense layer has
    22 * 22 * 128 = 61,952 inputs instead of 3 * 3 * 128 = 1,152.

    >>> mnist_convnet().count_params()
    104202
    """
    inputs = keras.Input((28, 28, 1), name="picture")
    x = layers.Rescaling(1 / 255, name="scaling")(inputs)
    x = layers.Conv2D(32, 3, activation="relu", name="conv1")(x)  # (batch, 26, 26, 32)
    x = layers.MaxPooling2D(2, name="pool1")(x) if pooling else x
    x = layers.Conv2D(64, 3, activation="relu", name="conv2")(x)  # (batch, 11, 11, 64)
    x = layers.MaxPooling2D(2, name="pool2")(x) if pooling else x
    x = layers.Conv2D(128, 3, activation="relu", name="conv3")(x)  # (batch, 3, 3, 128)
    x = layers.Flatten(name="flatten")(x)
    outputs = layers.Dense(10, activation="softmax", name="predictions")(x)
    return keras.Model(inputs, outputs, name="mnist_convnet")


def fashion_mnist_convnet() -> keras.Model:
    """Build Geron's convnet for Fashion-MNIST (Hands-On Machine Learning, chapter 14), without weights.

    Takes (batch, 28, 28, 1) of 0-255, returns probabilities (batch, 10).

    >>> fashion_mnist_convnet().count_params()
    1413834
    """
    inputs = keras.Input((28, 28, 1), name="picture")
    x = layers.Rescaling(1 / 255, name="scaling")(inputs)
    x = _same(64, 7, "conv1")(x)
    x = layers.MaxPooling2D(2, name="pool1")(x)  # (batch, 14, 14, 64)
    x = _same(128, 3, "conv2b")(_same(128, 3, "conv2a")(x))
    x = layers.MaxPooling2D(2, name="pool2")(x)  # (batch, 7, 7, 128)
    x = _same(256, 3, "conv3b")(_same(256, 3, "conv3a")(x))
    x = layers.MaxPooling2D(2, name="pool3")(x)  # (batch, 3, 3, 256)
    x = layers.Flatten(name="flatten")(x)
    for index, units in enumerate((128, 64), start=1):
        x = layers.Dense(units, activation="relu", kernel_initializer="he_normal", name=f"dense{index}")(x)
        x = layers.Dropout(0.5, name=f"dropout{index}")(x)
    outputs = layers.Dense(10, activation="softmax", name="predictions")(x)
    return keras.Model(inputs, outputs, name="fashion_mnist_convnet")


def _same(filters: int, kernel_size: int, name: str) -> layers.Layer:
    return layers.Conv2D(
        filters, kernel_size, padding="same", activation="relu", kernel_initializer="he_normal", name=name
    )
