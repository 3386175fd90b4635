"""Residual networks: He, Zhang, Ren and Sun (2016), table 1; with squeeze-and-excitation: Hu, Shen and Sun (2018)."""

from typing import Any

import keras
from keras import layers

BLOCKS = (3, 4, 6, 3)  # units in each stage, of the networks with 34 and with 50 layers
WIDTHS = (64, 128, 256, 512)
EXPANSION = 4  # how much wider a bottleneck ends than its 3x3 convolution is
REDUCTION = 16  # of squeeze-and-excitation


def resnet34(classes: int = 1000) -> keras.Model:
    """Build the network with 34 layers, without weights; its convolutions have no biases.

    Takes (batch, 224, 224, 3), returns probabilities (batch, classes). Of its parameters, 17,024 are moving averages.

    >>> model = resnet34()
    >>> sum(weight.shape.num_elements() for weight in model.trainable_weights)
    21797672
    """
    return _network(classes, _basic, "resnet34")


def resnet50(classes: int = 1000, excited: bool = False) -> keras.Model:
    """Build the network with 50 layers (v1.5: the stride is in the 3x3 convolution), its convolutions without biases.

    With `excited`, each unit has squeeze-and-excitation: SE-ResNet-50. Takes (batch, 224, 224, 3), returns
    probabilities (batch, classes). Trainable parameters: 25,557,032 and 28,088,024.
    """
    name = "se_resnet50" if excited else "resnet50"
    return _network(classes, _excited if excited else _bottleneck, name)


def _network(classes: int, unit: Any, name: str) -> keras.Model:
    inputs = keras.Input((224, 224, 3), name="picture")
    x = layers.ZeroPadding2D(3, name="conv1_pad")(inputs)
    x = _normalized(x, 64, 7, 2, "conv1", padding="valid")  # (batch, 112, 112, 64)
    x = layers.ZeroPadding2D(1, name="pool1_pad")(x)
    x = layers.MaxPooling2D(3, strides=2, name="pool1")(x)  # (batch, 56, 56, 64)
    for stage, (width, blocks) in enumerate(zip(WIDTHS, BLOCKS, strict=True), start=2):
        for index in range(blocks):
            strides = 2 if stage > 2 and index == 0 else 1
            x = unit(x, width, strides, f"conv{stage}_{index + 1}")
    x = layers.GlobalAveragePooling2D(name="pool")(x)
    return keras.Model(inputs, layers.Dense(classes, "softmax", name="predictions")(x), name=name)


def _basic(x: Any, width: int, strides: int, name: str) -> Any:
    """Two 3x3 convolutions, F(x), added to x: figure 2 of He and others."""
    inner = _normalized(x, width, 3, strides, f"{name}_a")
    inner = _normalized(inner, width, 3, 1, f"{name}_b", activated=False)
    return _added(x, inner, width, strides, name)


def _bottleneck(x: Any, width: int, strides: int, name: str, excited: bool = False) -> Any:
    """1x1, 3x3 and 1x1 convolutions, F(x), added to x: figure 5 of He and others."""
    inner = _normalized(x, width, 1, 1, f"{name}_a")
    inner = _normalized(inner, width, 3, strides, f"{name}_b")
    inner = _normalized(inner, width * EXPANSION, 1, 1, f"{name}_c", activated=False)
    if excited:
        inner = _excitation(inner, name)
    return _added(x, inner, width * EXPANSION, strides, name)


def _excited(x: Any, width: int, strides: int, name: str) -> Any:
    return _bottleneck(x, width, strides, name, excited=True)


def _excitation(x: Any, name: str) -> Any:
    """A weight for each channel, from the means of all channels: figure 2 of Hu and others."""
    channels = x.shape[-1]
    weights = layers.GlobalAveragePooling2D(keepdims=True, name=f"{name}_squeeze")(x)
    weights = layers.Dense(channels // REDUCTION, "relu", name=f"{name}_reduce")(weights)
    weights = layers.Dense(channels, "sigmoid", name=f"{name}_expand")(weights)
    return layers.Multiply(name=f"{name}_excite")([x, weights])


def _added(x: Any, inner: Any, channels: int, strides: int, name: str) -> Any:
    """F(x) + x; where the shapes differ, x is projected by a 1x1 convolution."""
    if strides > 1 or x.shape[-1] != channels:
        x = _normalized(x, channels, 1, strides, f"{name}_shortcut", activated=False)
    x = layers.Add(name=f"{name}_add")([x, inner])
    return layers.Activation("relu", name=f"{name}_out")(x)


def _normalized(
    x: Any, filters: int, kernel_size: int, strides: int, name: str, padding: str = "same", activated: bool = True
) -> Any:
    if kernel_size == 3 and strides == 2:  # as the original pads: one cell on every side
        x, padding = layers.ZeroPadding2D(1, name=f"{name}_pad")(x), "valid"
    convolution = layers.Conv2D(
        filters, kernel_size, strides=strides, padding=padding, use_bias=False, name=f"{name}_conv"
    )
    x = layers.BatchNormalization(name=f"{name}_norm")(convolution(x))
    return layers.Activation("relu", name=f"{name}_relu")(x) if activated else x
