"""EfficientNet-Lite0: EfficientNet-B0 without squeeze-and-excitation and with ReLU6.

The stages are those of Tan and Le, "EfficientNet" (2019), table 1; the Lite variants do not scale the width of the
stem and the head. 224x224 pictures are halved five times, to 7x7 cells before the global pooling.
"""

from typing import Any

import keras
from keras import layers

# expansion, kernel size, strides of the first block, filters, blocks: table 1 of the paper, stages 2 to 8
STAGES = (
    (1, 3, 1, 16, 1),
    (6, 3, 2, 24, 2),
    (6, 5, 2, 40, 2),
    (6, 3, 2, 80, 3),
    (6, 5, 1, 112, 3),
    (6, 5, 2, 192, 4),
    (6, 3, 1, 320, 1),
)


def efficientnet_lite0(classes: int = 1000, input_size: int = 224) -> keras.Model:
    """Build the network, without weights.

    Takes float pictures (batch, input_size, input_size, 3) of 0-255, which it scales to (x - 127) / 128;
    returns probabilities (batch, classes).

    >>> efficientnet_lite0().count_params()
    4694024
    """
    inputs = keras.Input((input_size, input_size, 3), name="picture")
    x = layers.Rescaling(1 / 128, offset=-127 / 128, name="scaling")(inputs)
    x = _normalized(x, layers.Conv2D(32, 3, strides=2, padding="same", use_bias=False, name="stem_conv"), "stem")
    for stage, (expansion, kernel_size, strides, filters, blocks) in enumerate(STAGES, start=1):
        for index in range(blocks):
            name = f"block{stage}{'abcd'[index]}"
            x = _block(x, name, expansion, kernel_size, strides if index == 0 else 1, filters)
    x = _normalized(x, layers.Conv2D(1280, 1, padding="same", use_bias=False, name="head_conv"), "head")
    x = layers.GlobalAveragePooling2D(name="pool")(x)  # (batch, 1280)
    x = layers.Dropout(0.2, name="dropout")(x)
    outputs = layers.Dense(classes, activation="softmax", name="predictions")(x)
    return keras.Model(inputs, outputs, name="efficientnet_lite0")


def _block(x: Any, name: str, expansion: int, kernel_size: int, strides: int, filters: int) -> Any:
    """Inverted residual: 1x1 expansion, depthwise, linear 1x1 projection; the input is added if the shapes agree."""
    entry, channels = x, x.shape[-1]
    if expansion != 1:
        widen = layers.Conv2D(channels * expansion, 1, padding="same", use_bias=False, name=f"{name}_expand_conv")
        x = _normalized(x, widen, f"{name}_expand")
    depthwise = layers.DepthwiseConv2D(
        kernel_size, strides=strides, padding="same", use_bias=False, name=f"{name}_depthwise_conv"
    )
    x = _normalized(x, depthwise, f"{name}_depthwise")
    narrow = layers.Conv2D(filters, 1, padding="same", use_bias=False, name=f"{name}_project_conv")
    x = _normalized(x, narrow, f"{name}_project", activated=False)
    return layers.Add(name=f"{name}_add")([entry, x]) if strides == 1 and channels == filters else x


def _normalized(x: Any, convolution: layers.Layer, name: str, activated: bool = True) -> Any:
    x = convolution(x)
    x = layers.BatchNormalization(epsilon=1e-3, momentum=0.99, name=f"{name}_norm")(x)
    return layers.ReLU(6.0, name=f"{name}_relu")(x) if activated else x
