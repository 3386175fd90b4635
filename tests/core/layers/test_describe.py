"""Layers by hand, and the laws between them; test_against_keras.py compares them with Keras."""

import inspect
import random
from math import prod

import keras
import numpy as np
import pytest

from cnnlab.core.layers import LayerError, Window, describe, same_padding
from cnnlab.core.layers.describe import KINDS, MERGING, SAME_SHAPE, WEIGHTED, WHOLE_PICTURE


def count(weights):
    return sum(prod(weight.shape) for weight in weights)


def of(kind, shape, **config):
    return describe({"class_name": kind, "config": config}, shape)


def test_a_convnet_for_mnist_layer_by_layer():
    """26, 13, 11, 5, 3, then 1,152 values; parameters 320 + 18,496 + 73,856 + 11,530."""
    shape, sizes, parameters = (28, 28, 1), [], []
    for kind, config in [
        ("Conv2D", {"filters": 32, "kernel_size": 3}),
        ("MaxPooling2D", {"pool_size": 2}),
        ("Conv2D", {"filters": 64, "kernel_size": 3}),
        ("MaxPooling2D", {"pool_size": 2}),
        ("Conv2D", {"filters": 128, "kernel_size": 3}),
        ("Flatten", {}),
        ("Dense", {"units": 10}),
    ]:
        facts = of(kind, shape, **config)
        shape = facts.output_shape
        sizes.append(shape[0])
        parameters.append(facts.parameters)
    assert sizes == [26, 13, 11, 5, 3, 1152, 10]
    assert parameters == [320, 0, 18_496, 0, 73_856, 0, 11_530]


def test_a_separable_convolution_has_4_672_weights_and_a_regular_one_36_864():
    shape = (8, 8, 64)
    regular = of("Conv2D", shape, filters=64, kernel_size=3, use_bias=False, padding="same")
    separable = of("SeparableConv2D", shape, filters=64, kernel_size=3, use_bias=False, padding="same")
    assert (regular.parameters, separable.parameters) == (36_864, 4_672)
    assert (regular.multiply_adds, separable.multiply_adds) == (64 * 36_864, 64 * 4_672)


def test_three_3x3_convolutions_have_fewer_weights_than_one_7x7():
    stacked = 3 * of("Conv2D", (9, 9, 8), filters=8, kernel_size=3, use_bias=False).parameters
    assert (stacked, of("Conv2D", (9, 9, 8), filters=8, kernel_size=7, use_bias=False).parameters) == (1728, 3136)


def test_same_padding_puts_the_odd_cell_after():
    facts = of("Conv2D", (6, 5, 1), filters=1, kernel_size=3, strides=2, padding="same")
    assert facts.output_shape == (3, 3, 1)
    assert facts.padding == ((0, 1), (1, 1))
    assert of("MaxPooling2D", (5, 5, 1), padding="same").padding == ((0, 1), (0, 1))
    assert of("Conv1D", (9, 1), filters=1, kernel_size=3, dilation_rate=2, padding="causal").padding == ((4, 0),)
    assert of("ZeroPadding2D", (4, 4, 1), padding=[[1, 2], [0, 3]]).padding == ((1, 2), (0, 3))


@pytest.mark.parametrize(
    ("kind", "config"),
    [
        ("Dense", {"units": 2}),
        ("GlobalMaxPooling2D", {}),
        ("Conv2DTranspose", {"filters": 1, "kernel_size": 3}),
        ("Cropping2D", {"cropping": 1}),
        ("ReLU", {}),
    ],
)
def test_layers_without_padding(kind, config):
    assert of(kind, (4, 4, 1), **config).padding is None


def test_a_transposed_convolution_by_hand():
    """N = 4, K = 2, S = 3, valid: windows at 0, 3, 6 and 9, the last extended to a whole stride by Keras: 12."""
    facts = of("Conv2DTranspose", (4, 4, 1), filters=2, kernel_size=2, strides=3)
    assert facts.output_shape == (12, 12, 2)
    assert (facts.parameters, facts.multiply_adds) == (2 * 2 * 2 + 2, 4 * 4 * 2 * 2 * 2)


def test_a_frozen_layer_has_no_trainable_parameters():
    assert of("Conv2D", (5, 5, 1), filters=2, kernel_size=3, trainable=False).trainable_parameters == 0
    normal, frozen = (of("BatchNormalization", (5, 5, 8), trainable=trainable) for trainable in (True, False))
    assert (normal.parameters, normal.trainable_parameters) == (32, 16)
    assert (frozen.parameters, frozen.trainable_parameters) == (32, 0)


@pytest.mark.parametrize(
    ("window", "unseen"),
    [
        (Window(6, 3, strides=2), (5,)),
        (Window(7, 3, strides=2), ()),
        (Window(8, 2, strides=3), (2, 5)),
        (Window(8, 2, strides=3, before=1, after=1), (1, 4, 7)),
        (Window(5, 3, dilation_rate=2), (1, 3)),
        (Window(6, 1, before=-2, after=-1), (0, 1, 5)),
    ],
)
def test_cells_that_no_window_covers(window, unseen):
    assert window.unseen == unseen


def test_the_laws_of_same_padding():
    """ceil(N / S) outputs, at most one cell more after than before, and less padding than the kernel spans."""
    rng = random.Random(3)
    for _ in range(2000):
        size, kernel, strides, dilation = rng.randint(1, 40), rng.randint(1, 9), rng.randint(1, 5), rng.randint(1, 4)
        before, after = same_padding(size, kernel, strides, dilation)
        window = Window(size, kernel, strides, dilation, before, after)
        assert window.output_size == -(-size // strides)
        assert after - before in (0, 1)
        assert before + after < window.effective_size


def test_a_transposed_convolution_restores_the_size():
    """If the strides fit: N -> output of a convolution -> N again (the law behind decoders)."""
    for size in range(4, 20):
        for padding, kernel in (("same", 3), ("same", 4), ("valid", 2)):
            if size % 2 == 0:
                down = of("Conv2D", (size, size, 1), filters=1, kernel_size=kernel, strides=2, padding=padding)
                up = of("Conv2DTranspose", down.output_shape, filters=1, kernel_size=kernel, strides=2, padding=padding)
                assert up.output_shape == (size, size, 1)


def test_four_groups_need_a_quarter_of_the_multiply_adds():
    whole, grouped = (of("Conv2D", (9, 9, 8), filters=16, kernel_size=3, groups=groups) for groups in (1, 4))
    assert whole.multiply_adds == 4 * grouped.multiply_adds
    depthwise = of("DepthwiseConv2D", (9, 9, 8), kernel_size=3, depth_multiplier=2)
    as_groups = of("Conv2D", (9, 9, 8), filters=16, kernel_size=3, groups=8)
    assert (depthwise.parameters, depthwise.multiply_adds) == (as_groups.parameters, as_groups.multiply_adds)


NEEDED = {"filters": 2, "kernel_size": 3, "units": 2, "output_size": 3, "height": 3, "width": 3, "n": 2, "pool_size": 3}
NEEDED |= {"target_shape": (-1,), "dims": (2, 3, 1), "activation": "relu"}
NEEDED |= dict.fromkeys(("factor", "height_factor", "width_factor", "rate", "stddev", "scale"), 1)
AXES = {1: (8, 64), 2: (8, 9, 64), 3: (8, 9, 10, 64)}
SHAPES = {"RepeatVector": (64,), "GroupNormalization": (8, 9, 64)}


@pytest.mark.parametrize("kind", sorted(kind for kind in KINDS if hasattr(keras.layers, kind) and kind not in MERGING))
def test_missing_arguments_take_keras_defaults(kind):
    """Every kind, by `compute_output_shape`, because few augmentation layers accept a symbolic input."""
    parameters = inspect.signature(getattr(keras.layers, kind)).parameters
    needed = {name for name, parameter in parameters.items() if parameter.default is parameter.empty} & set(NEEDED)
    config = {name: NEEDED[name] for name in needed}
    shape = next((AXES[int(letter)] for letter in kind if letter.isdigit()), SHAPES.get(kind, (8, 9, 3)))
    layer = getattr(keras.layers, kind)(**config)
    layer.build((None, *shape))
    facts = of(kind, shape, **config)
    assert facts.output_shape == tuple(layer.compute_output_shape((None, *shape)))[1:]
    assert (facts.parameters, facts.trainable_parameters) == (layer.count_params(), count(layer.trainable_weights))
    assert kind in WEIGHTED or not layer.weights
    assert kind not in SAME_SHAPE or facts.output_shape == shape
    assert facts.windows is None or kind not in WHOLE_PICTURE


def test_convolutions_accept_their_padding_in_capitals():
    assert of("Conv2D", (5, 5, 1), filters=1, kernel_size=3, padding="SAME").output_shape == (5, 5, 1)
    with pytest.raises(LayerError, match=r"`padding` = 'SAME'\. Use one of: valid, same"):
        of("MaxPooling2D", (5, 5, 1), padding="SAME")
    with pytest.raises(ValueError, match="padding"):
        keras.layers.MaxPooling2D(padding="SAME")(keras.KerasTensor((None, 5, 5, 1)))


@pytest.mark.parametrize("kind", ["Softmax", "UnitNormalization"])
@pytest.mark.parametrize(
    ("axis", "by_position"),
    [
        *((-1, True), (3, True), ([3], True), (1, False), ([1, 2], False), ([1, -1], False), ([2], False)),
        *((0, False), ([0, 3], False), (-4, False)),
    ],
)
def test_along_which_axes_a_value_depends_on_others(kind, axis, by_position):
    """Against Keras: another value at position (0, 0) changes the output elsewhere, or does not."""
    layer = getattr(keras.layers, kind)(axis=axis)
    values = np.random.default_rng(1).normal(size=(2, 3, 4, 5))
    changed = values.copy()
    changed[0, 0, 0] += np.arange(5)
    before, after = (keras.ops.convert_to_numpy(layer(one)) for one in (values, changed))
    elsewhere = np.abs(after - before).max(axis=-1)
    elsewhere[0, 0, 0] = 0
    facts = of(kind, (3, 4, 5), axis=axis)
    assert facts.output_shape == layer.compute_output_shape((None, 3, 4, 5))[1:]
    assert (facts.windows == ()) == by_position == (elsewhere.max() < 1e-6)
