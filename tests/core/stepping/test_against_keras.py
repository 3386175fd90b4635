"""Every stepped value equals Keras's own output, over a grid of settings for every kind of layer."""

from itertools import product

import keras
import numpy as np
import pytest
from keras import layers

from cnnlab.core.stepping.cell import run, step


def settings(**choices):
    """Every combination of the choices that Keras accepts: strides and dilation exclude each other."""
    for values in product(*choices.values()):
        found = dict(zip(choices, values, strict=True))
        if np.max(found["strides"]) == 1 or np.max(found.get("dilation_rate", 1)) == 1:
            yield found


def cases():
    sides = {"strides": [1, 2, 3], "padding": ["valid", "same"], "dilation_rate": [1, 2]}
    kernels = {"kernel_size": [1, 2, 3], **sides}
    for setting in settings(**{**kernels, "padding": ["valid", "same", "causal"]}, use_bias=[True, False]):
        yield layers.Conv1D(3, **setting), (7, 2)
    for setting in settings(kernel_size=[(3, 3), (2, 3)], **{**sides, "strides": [1, 2, 3, (1, 2)]}):
        yield layers.Conv2D(3, activation="relu", **setting), (7, 6, 2)
    for setting in settings(kernel_size=[3], **{**sides, "dilation_rate": [1, (2, 1)]}, groups=[2, 4]):
        yield layers.Conv2D(8, **setting), (6, 7, 4)
    for setting in settings(kernel_size=[(2, 3, 1)], strides=[1, 2], padding=["valid", "same"]):
        yield layers.Conv3D(2, **setting), (3, 5, 4, 2)
    for setting in settings(kernel_size=[(2, 3)], **sides, depth_multiplier=[1, 3]):
        yield layers.DepthwiseConv2D(**setting), (7, 6, 2)
        yield layers.SeparableConv2D(2, **setting), (7, 6, 2)
    for setting in settings(kernel_size=[3], strides=[1, 2], padding=["valid", "same"]):
        yield layers.DepthwiseConv1D(**setting), (6, 2)
        yield layers.SeparableConv1D(2, **setting), (6, 2)
    # Keras accepts strides with dilation, and unequal strides, for depthwise convolutions only
    for padding in ("valid", "same"):
        yield layers.DepthwiseConv2D(3, strides=2, dilation_rate=2, padding=padding), (8, 7, 2)
        yield layers.DepthwiseConv2D(3, strides=(1, 2), dilation_rate=(1, 3), padding=padding), (8, 7, 2)
        yield layers.DepthwiseConv2D(3, strides=(3, 1), padding=padding), (8, 7, 2)
    for setting in settings(kernel_size=[1, 2, 3, (4, 5)], **sides):
        yield layers.Conv2DTranspose(2, **setting), (3, 4, 2)
    for setting in settings(
        kernel_size=[2, 3, 5], strides=[(2, 3)], padding=["valid", "same"], output_padding=[1, (0, 2)]
    ):
        # Keras refuses an even kernel with padding same and output_padding 0
        if setting["padding"] == "valid" or setting["kernel_size"] % 2 or setting["output_padding"] == 1:
            yield layers.Conv2DTranspose(2, **setting), (3, 4, 3)
    yield layers.Conv1DTranspose(2, 3, strides=2, padding="same"), (4, 2)
    yield layers.Conv3DTranspose(2, 2, strides=2), (2, 3, 2, 2)
    windows = {"pool_size": [1, 2, 3, (2, 3)], "strides": [None, 1, 2, 4], "padding": ["valid", "same"]}
    for setting in ({**dict(zip(windows, values, strict=True))} for values in product(*windows.values())):
        yield layers.MaxPooling2D(**setting), (7, 6, 2)
        yield layers.AveragePooling2D(**setting), (7, 6, 2)
    for padding in ("valid", "same"):
        yield layers.MaxPooling1D(3, 2, padding), (6, 2)
        yield layers.AveragePooling1D(3, 2, padding), (6, 2)
        yield layers.MaxPooling3D(2, padding=padding), (3, 4, 5, 2)
        yield layers.AveragePooling3D(2, padding=padding), (3, 4, 5, 2)
    for keepdims in (False, True):
        yield layers.GlobalMaxPooling2D(keepdims=keepdims), (4, 5, 3)
        yield layers.GlobalAveragePooling2D(keepdims=keepdims), (4, 5, 3)
        yield layers.GlobalMaxPooling1D(keepdims=keepdims), (5, 3)
        yield layers.GlobalAveragePooling1D(keepdims=keepdims), (5, 3)
        yield layers.GlobalMaxPooling3D(keepdims=keepdims), (2, 3, 4, 3)
        yield layers.GlobalAveragePooling3D(keepdims=keepdims), (2, 3, 4, 3)
    yield layers.Dense(4, activation="relu"), (6,)
    yield layers.Dense(4, use_bias=False), (6,)


def name_of(case) -> str:
    layer, shape = case
    config = layer.get_config()
    names = ("kernel_size", "pool_size", "strides", "padding", "dilation_rate", "groups", "depth_multiplier")
    return f"{type(layer).__name__} {shape} {[config[name] for name in names if name in config]}"


def filled(layer, shape) -> np.ndarray:
    """Inputs for a layer, which is built with weights and biases that are all different and not 0."""
    random = np.random.default_rng(5)
    layer.build((None, *shape))
    layer.set_weights([random.normal(size=weight.shape) for weight in layer.get_weights()])
    return random.normal(size=shape).astype("float32")


@pytest.mark.sweep
@pytest.mark.parametrize("case", list(cases()), ids=name_of)
def test_every_value_agrees_with_keras(case):
    layer, shape = case
    inputs = filled(layer, shape)
    expected = np.array(layer(inputs[None]))[0]
    found = run(keras.layers.serialize(layer), inputs, layer.get_weights())
    assert found.shape == expected.shape
    assert np.abs(found - expected).max() <= 1e-5


def test_the_stages_of_a_separable_convolution_agree_with_keras():
    """The first stage is compared with Keras's depthwise layer of the same weights."""
    layer = layers.SeparableConv2D(3, 3, strides=2, padding="same", depth_multiplier=2)
    inputs = filled(layer, (6, 5, 2))
    first = layers.DepthwiseConv2D(3, strides=2, padding="same", depth_multiplier=2, use_bias=False)
    first.build((None, *inputs.shape))
    first.set_weights(layer.get_weights()[:1])
    intermediate = np.array(first(inputs[None]))[0]
    found = step(keras.layers.serialize(layer), inputs, layer.get_weights(), (1, 2, 0))
    assert [stage.value for stage in found.depthwise] == pytest.approx(intermediate[1, 2], abs=1e-5)
    assert [term.input for term in found.terms] == [stage.value for stage in found.depthwise]
    assert [term.weight for term in found.terms] == layer.get_weights()[1][0, 0, :, 0].tolist()
