"""Effective receptive fields: by hand, inside the theoretical field, and as the paper has them."""

import json

import keras
import numpy as np
import pytest
from keras import layers

from cnnlab.core.network import read
from cnnlab.nets.measured.effective_field import EffectiveFields
from cnnlab.nets.surgery import SurgeryError

pytestmark = pytest.mark.backends

PICTURES = np.random.default_rng(0).uniform(0, 255, (10, 21, 21, 3)).astype("float32")


def stacked(depth, kernel="ones"):
    inputs = keras.Input((21, 21, 3))
    x = inputs
    for at in range(depth):
        x = layers.Conv2D(1, 3, padding="same", use_bias=False, kernel_initializer=kernel, name=f"conv{at + 1}")(x)
    return keras.Model(inputs, x)


def test_stacked_kernels_of_ones_count_the_paths():
    """Section 2.2 of the paper: without nonlinearities the field is the kernel convolved with itself."""
    [one, three] = EffectiveFields(stacked(3), ["conv1", "conv3"])(PICTURES)
    paths = np.convolve(np.convolve([1, 1, 1], [1, 1, 1]), [1, 1, 1])
    expected = np.zeros((21, 21))
    expected[7:14, 7:14] = np.outer(paths, paths) / paths.max() ** 2
    assert three.unit == one.unit == (10, 10)
    np.testing.assert_allclose(three.values, expected, atol=1e-6)
    assert one.values.sum() == pytest.approx(9)


def test_it_lies_inside_the_theoretical_field():
    inputs = keras.Input((64, 64, 3))
    x = inputs
    keras.utils.set_random_seed(0)
    for at in range(3):
        x = layers.Conv2D(8, 3, activation="relu", name=f"conv{at + 1}")(x)
        x = layers.MaxPooling2D(2, name=f"pool{at + 1}")(x)
    model = keras.Model(inputs, x)
    network = read(json.loads(model.to_json()))
    pictures = np.random.default_rng(1).uniform(0, 255, (16, 64, 64, 3)).astype("float32")
    for field in EffectiveFields(model, ["conv1", "pool2", "conv3"])(pictures):
        rows, columns = network.sees(field.layer, field.unit)
        inside = np.zeros((64, 64), bool)
        inside[slice(*rows), slice(*columns)] = True
        assert not field.values[~inside].any()
        assert field.values.max() == 1


def test_a_deep_stack_uses_a_part_of_its_theoretical_field():
    """Nine layers see 19 x 19 pixels. The paths are close to a bell curve of variance 9 * 2/3, which falls below the
    paper's threshold, that of two standard deviations, at 2.49 * 2.45 = 6.1 pixels from the middle."""
    [field] = EffectiveFields(stacked(9), ["conv9"])(PICTURES)
    assert (field.values[10] > 0).sum() == 19
    assert (field.values[10] > 1 - 0.9545).sum() == 13


def test_channels_first_has_the_same_field():
    """Keras runs such a network on the CPU."""
    kernel = keras.initializers.RandomUniform(seed=3)
    last, first = (
        keras.Sequential(
            [
                keras.Input((21, 21, 3) if form == "channels_last" else (3, 21, 21)),
                layers.Conv2D(4, 3, strides=2, kernel_initializer=kernel, data_format=form, name="conv"),
            ]
        )
        for form in ("channels_last", "channels_first")
    )
    [expected] = EffectiveFields(last, ["conv"])(PICTURES)
    [found] = EffectiveFields(first, ["conv"])(PICTURES.transpose(0, 3, 1, 2))
    np.testing.assert_allclose(found.values, expected.values, rtol=1e-5)


def test_a_unit_that_nothing_reaches_has_an_empty_field():
    [field] = EffectiveFields(stacked(1, "zeros"), ["conv1"])(PICTURES)
    assert not field.values.any()


def test_an_unknown_layer_is_refused():
    with pytest.raises(SurgeryError, match="There is no layer"):
        EffectiveFields(stacked(1), ["conv7"])
