"""The layers that questions are asked about, in many settings."""

import itertools

import keras

CONVOLUTION = {"class_name": "Conv2D", "config": {"filters": 2, "kernel_size": 3, "strides": 1, "padding": "valid"}}


def built(layer, change=()):
    return getattr(keras.layers, layer["class_name"])(**{**layer["config"], **dict(change)})


def every_layer():
    for kind, size, strides, padding in itertools.product(
        ("Conv2D", "DepthwiseConv2D", "SeparableConv2D", "Conv2DTranspose"), (1, 2, 3, 5), (1, 2, 3), ("valid", "same")
    ):
        config = {"kernel_size": size, "strides": strides, "padding": padding}
        yield {"class_name": kind, "config": config | ({} if kind == "DepthwiseConv2D" else {"filters": 3})}
