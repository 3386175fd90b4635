"""Networks for tests of what a unit sees: they average and are linear, and all their weights are 1.

A gradient passes a maximum and a ReLU to some cells only, and weights of two signs may cancel. (ReLU is left where its
input is positive.)
"""

import keras
from keras import layers, ops

ONES = {"kernel_initializer": "ones"}
SEPARABLE = {"depthwise_initializer": "ones", "pointwise_initializer": "ones"}


def conv(filters, kernel_size, **config):
    return layers.Conv2D(filters, kernel_size, **ONES, **config)


def up(filters, kernel_size, **config):
    return layers.Conv2DTranspose(filters, kernel_size, **ONES, **config)


def plain():
    inputs = x = keras.Input((29, 33, 2))
    for config in ({"strides": 2, "padding": "same"}, {"dilation_rate": (2, 3)}, {"padding": "same"}):
        x = conv(2, 3, **config)(x)
    x = layers.AveragePooling2D(3, strides=2, padding="same")(layers.BatchNormalization()(x))
    x = layers.DepthwiseConv2D((1, 3), depthwise_initializer="ones")(x)
    return keras.Model(inputs, layers.SeparableConv2D(2, 2, **SEPARABLE)(x))


def inception():
    inputs = keras.Input((23, 21, 2))
    x = conv(2, 3, strides=2)(inputs)
    branches = [conv(1, size, padding="same")(x) for size in (1, 3, 5)]
    pooled = conv(1, 1)(layers.AveragePooling2D(3, strides=1, padding="same")(x))
    return keras.Model(inputs, conv(1, 2)(layers.Concatenate()([*branches, pooled])))


def unequal_strides():
    inputs = keras.Input((32, 32, 1))
    coarse = layers.UpSampling2D(4)(conv(1, 3, strides=4, padding="same")(inputs))
    fine = layers.UpSampling2D(2)(conv(1, 5, strides=2, padding="same")(inputs))
    return keras.Model(inputs, conv(1, 3, padding="same")(layers.Add()([coarse, fine])))


def unet():
    inputs = keras.Input((24, 40, 1))
    first = conv(1, 3, padding="same", strides=2)(inputs)
    second = conv(1, 3, padding="same", strides=2)(first)
    x = up(1, 3, strides=2, padding="same")(conv(1, 3, padding="same")(second))
    x = up(1, 4, strides=2, padding="same")(layers.Concatenate()([x, first]))
    return keras.Model(inputs, x)


def bilinear():
    inputs = x = keras.Input((9, 10, 1))
    x = layers.UpSampling2D((2, 3), interpolation="bilinear")(conv(1, 3, strides=2)(x))
    return keras.Model(inputs, conv(1, 2)(x))


def resized():
    inputs = keras.Input((12, 14, 1))
    near = layers.Resizing(9, 5, interpolation="nearest")(inputs)
    return keras.Model(inputs, layers.Average()([layers.Resizing(9, 5)(inputs), near]))


def padded_and_cropped():
    inputs = x = keras.Input((11, 12, 1))
    x = layers.Cropping2D(((0, 3), (2, 0)))(conv(1, 3)(layers.ZeroPadding2D(((3, 0), (1, 4)))(x)))
    return keras.Model(inputs, layers.ZeroPadding2D(2)(x))


def residual():
    inputs = keras.Input((26, 26, 2))
    x = conv(2, 7, strides=2, padding="same")(inputs)
    for strides in (1, 2):
        shortcut = conv(2, 1, strides=strides)(x) if strides > 1 else x
        x = layers.add([shortcut, conv(2, 3, padding="same")(conv(2, 3, strides=strides, padding="same")(x))])
    return keras.Model(inputs, layers.Dropout(0.5)(x))


def nested_twice():
    inner_inputs = keras.Input((None, None, 1))
    inner = keras.Model(inner_inputs, conv(1, 3, padding="same", name="inner_conv")(inner_inputs), name="inner")
    inputs = keras.Input((15, 15, 1))
    outer = keras.Sequential([keras.Input((15, 15, 1)), conv(1, 3, name="c"), conv(1, 1)], name="outer")
    return keras.Model(inputs, conv(1, 3, strides=2)(outer(inner(inner(inputs)))))


def rearranged():
    inputs = keras.Input((6, 8, 2))
    x = layers.Permute((2, 1, 3))(conv(2, 3)(inputs))  # (6, 4, 2)
    return keras.Model(inputs, layers.Reshape((3, 8, 2))(x))


def flattened():
    inputs = keras.Input((7, 7, 2))
    return keras.Model(inputs, layers.Flatten()(conv(3, 3)(inputs)))


def dense():
    inputs = keras.Input((9, 9, 1))
    x = layers.Flatten()(conv(1, 2, strides=3)(layers.Cropping2D(1)(inputs)))
    return keras.Model(inputs, layers.Dense(2, **ONES)(x))


def pooled_along_an_axis():
    inputs = keras.Input((9, 10, 2))
    x = conv(2, 3)(inputs)
    return keras.Model(inputs, conv(2, 1)(x) + ops.mean(x, axis=2, keepdims=True) * 2.0)


def adaptive():
    inputs = keras.Input((11, 13, 1))
    return keras.Model(inputs, layers.AdaptiveAveragePooling2D((4, 5))(conv(1, 2)(inputs)))


def causal():
    inputs = keras.Input((20, 1))
    x = layers.Conv1D(1, 2, dilation_rate=4, padding="causal", **ONES)(inputs)
    return keras.Model(inputs, layers.Conv1D(1, 3, strides=2, **ONES)(x))


def volumes():
    inputs = keras.Input((7, 8, 9, 1))
    return keras.Model(inputs, layers.Conv3D(1, 3, strides=(1, 2, 2), padding="same", **ONES)(inputs))


def beside_each_other():
    inputs = keras.Input((6, 7, 1))
    return keras.Model(inputs, layers.Concatenate(axis=2)([conv(1, 3, padding="same")(inputs), inputs]))


def channels_made_positions():
    inputs = keras.Input((4, 5, 2))
    x = layers.Reshape((4, 5, 2))(layers.ReLU()(layers.Reshape((4, 10))(inputs)))
    x = layers.Permute((2, 3, 1))(layers.ReLU()(layers.Permute((3, 1, 2))(x)))
    return keras.Model(inputs, layers.Reshape((4, 5, 1))(ops.mean(x, axis=-1)))


def pooled_positions():
    inputs = keras.Input((4, 6, 2))
    x = layers.Permute((1, 3, 2))(inputs)  # (4, 2, 6): the columns are channels
    x = layers.GlobalAveragePooling2D()(layers.AveragePooling2D((2, 1))(x))
    return keras.Model(inputs, layers.Reshape((6, 1))(x))


def depthwise_positions():
    inputs = keras.Input((4, 6, 2))
    x = layers.DepthwiseConv2D((3, 1), depth_multiplier=2, depthwise_initializer="ones")(
        layers.Permute((1, 3, 2))(inputs)
    )
    return keras.Model(inputs, layers.Permute((1, 3, 2))(x))  # (2, 12, 2)


def flattened_channels_first():
    inputs = keras.Input((4, 5, 2))
    return keras.Model(inputs, layers.Flatten(data_format="channels_first")(inputs))


def dense_on_a_map():
    inputs = keras.Input((4, 5, 2))
    return keras.Model(inputs, layers.Dense(3, **ONES)(layers.Softmax(axis=1)(inputs)))


NETWORKS = (
    *(plain, inception, unequal_strides, unet, bilinear, resized, padded_and_cropped, residual, nested_twice),
    *(rearranged, flattened, dense, pooled_along_an_axis, adaptive, causal, volumes, beside_each_other),
)

MOVED = (channels_made_positions, pooled_positions, depthwise_positions, flattened_channels_first, dense_on_a_map)
