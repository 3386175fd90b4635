"""What a layer is called and coloured by: its kind, the size of its window, and whether it only follows another one."""

from typing import Literal

from cnnlab.core.layers.describe import POINTWISE, TRAINING_ONLY
from cnnlab.core.network.graph import Layer

Kind = Literal["input", "convolution", "depthwise", "transposed", "pooling", "dense", "normalization", "other"]
FOLLOWING = (*POINTWISE, *TRAINING_ONLY, "BatchNormalization", "InputLayer", "LayerNormalization", "PReLU", "Softmax")


def kind_of(class_name: str) -> Kind:
    """The kind of a layer, by its class.

    >>> [kind_of(name) for name in ("SeparableConv2D", "Conv2DTranspose", "GlobalMaxPooling2D", "MyLayer")]
    ['depthwise', 'transposed', 'pooling', 'other']
    """
    parts: dict[str, Kind] = {
        **{"InputLayer": "input", "Transpose": "transposed", "Depthwise": "depthwise", "Separable": "depthwise"},
        **{"Conv": "convolution", "Pooling": "pooling", "Normalization": "normalization", "Dense": "dense"},
    }
    return next((kind for part, kind in parts.items() if part in class_name), "other")


def window_of(layer: Layer) -> str:
    """The size of a window and its strides, such as "3 × 3 / 2"; "" for a layer without.

    >>> window_of(Layer("conv", "Conv2D", {"kernel_size": [3, 3], "strides": [2, 2]}, ()))
    '3 × 3 / 2'
    >>> window_of(Layer("pool", "MaxPooling2D", {"pool_size": 2}, ()))
    '2 × 2 / 2'
    """
    config = {} if layer.operation or layer.custom else layer.config
    sizes = config.get("kernel_size", config.get("pool_size"))
    if not sizes:
        return ""
    rank = next((int(letter) for letter in layer.class_name if letter.isdigit()), 1)
    strides = config.get("strides") or (sizes if "pool_size" in config else 1)  # of pooling, its window by default
    listed = sizes if isinstance(sizes, list | tuple) else [sizes] * rank
    steps = list(dict.fromkeys(strides if isinstance(strides, list | tuple) else [strides]))
    return " × ".join(map(str, listed)) + ("" if steps == [1] else " / " + " × ".join(map(str, steps)))
