"""Windows and multiply-adds against real layers: impulses through Keras, products counted one by one."""

import itertools
from collections import Counter

import numpy as np
import pytest
from keras import layers

from cnnlab.core.layers import LayerError, describe
from tests.core.layers.test_against_keras import RANKED, generated

SETTINGS = [
    {"kernel_size": kernel, "strides": strides, "padding": padding, "dilation_rate": dilation}
    for kernel, strides, padding, dilation in itertools.product((1, 2, 3, 4), (1, 2, 3), ("valid", "same"), (1, 2, 3))
    if 1 in (strides, dilation)
]
SIZES = (5, 6, 9, 12)


def ones(kind, config):
    """A layer whose weights are all one."""
    weights = {"Depthwise": ["depthwise"], "Separable": ["depthwise", "pointwise"]}.get(kind[:9], ["kernel"])
    initializers = {f"{weight}_initializer": "ones" for weight in weights} if "Conv" in kind else {}
    return getattr(layers, kind)(**config, **initializers)


def reaches(kind, config, size):
    """Which input cell reaches which output cell, (size, outputs): one impulse at a time, through Keras."""
    impulses = np.eye(size, dtype="float32")[:, :, None]
    return np.array(ones(kind, config)(impulses))[:, :, 0] != 0


def facts_of(kind, config, size):
    return describe({"class_name": kind, "config": config}, (size, 1))


def reached_by(windows, size):
    """The same, from the windows that `describe` gives."""
    (window,) = windows
    reached = np.zeros((size, window.output_size), bool)
    for index in range(window.output_size):
        reached[[cell for cell in window.cells(index) if 0 <= cell < size], index] = True
    return reached


def compare(kind, configs):
    compared = 0
    for config, size in itertools.product(configs, SIZES):
        try:
            facts = facts_of(kind, config, size)
        except LayerError:
            continue
        expected = reaches(kind, config, size)
        assert np.array_equal(reached_by(facts.windows, size), expected), (config, size)
        assert facts.windows[0].unseen == tuple(np.flatnonzero(~expected.any(1))), (config, size)
        compared += 1
    return compared


@pytest.mark.parametrize("kind", ["Conv1D", "DepthwiseConv1D", "SeparableConv1D"])
def test_the_windows_of_a_convolution_match_its_impulse_responses(kind):
    filters = {} if kind.startswith("Depthwise") else {"filters": 1}
    assert compare(kind, [filters | setting for setting in SETTINGS]) > 150


def test_depthwise_convolutions_accept_strides_with_dilation():
    both = itertools.product((2, 3), (2, 3), ("valid", "same"), (2, 3))
    names = ("kernel_size", "strides", "padding", "dilation_rate")
    assert compare("DepthwiseConv1D", [dict(zip(names, values, strict=True)) for values in both]) > 50


def test_causal_windows_cover_earlier_cells_only():
    same = [setting for setting in SETTINGS if setting["padding"] == "same"]
    causal = [{"filters": 1} | setting | {"padding": "causal"} for setting in same]
    assert compare("Conv1D", causal) == len(causal) * len(SIZES)


@pytest.mark.parametrize("kind", ["MaxPooling1D", "AveragePooling1D"])
def test_the_windows_of_a_pooling_layer(kind):
    strides = (None, 1, 2, 3)
    settings = itertools.product((1, 2, 3, 4), strides, ("valid", "same"))
    names = ("pool_size", "strides", "padding")
    assert compare(kind, [dict(zip(names, values, strict=True)) for values in settings]) > 100


def test_padding_and_cropping_are_windows_of_one_cell():
    pairs = list(itertools.product((0, 1, 2), (0, 1, 2)))
    assert compare("ZeroPadding1D", [{"padding": pair} for pair in pairs]) == len(pairs) * len(SIZES)
    assert compare("Cropping1D", [{"cropping": pair} for pair in pairs]) == len(pairs) * len(SIZES)


def test_a_transposed_convolution_scatters_to_the_cells_of_its_reversed_windows():
    """The table of which input reaches which output is that of the reversed convolution, transposed."""
    compared = 0
    for config, size, extra in itertools.product(SETTINGS, SIZES, (None, 0, 1)):
        config = config | {"filters": 1, "output_padding": extra}
        try:
            facts = facts_of("Conv1DTranspose", config, size)
        except LayerError:
            continue
        expected = reaches("Conv1DTranspose", config, size)
        assert np.array_equal(reached_by(facts.scatters, facts.output_shape[0]).T, expected), (config, size)
        if config["strides"] == 1:
            assert np.array_equal(reached_by(facts.windows, size), expected), (config, size)
        else:
            assert facts.windows is None
        compared += 1
    assert compared > 300


def count(*axes):
    return sum(1 for _ in itertools.product(*axes))


def counted(kind, config, shape, output_shape):
    """The number of products in a layer, counted one by one: per output value, or per input value if transposed."""
    size, rank = config["kernel_size"], RANKED[kind]
    taps = list(np.ndindex(*(size if isinstance(size, list) else [size] * rank)))
    inputs, outputs = np.ndindex(*shape[:-1]), list(np.ndindex(*output_shape[:-1]))
    channels, filters = range(shape[-1]), range(output_shape[-1])
    if kind.endswith("Transpose"):
        return count(inputs, channels, taps, filters)
    if kind.startswith("Depthwise"):
        return count(outputs, filters, taps)
    if kind.startswith("Separable"):
        depthwise = range(shape[-1] * config["depth_multiplier"])
        return count(outputs, depthwise, taps) + count(outputs, filters, depthwise)
    groups = config.get("groups", 1)
    group_of = {filter: filter * groups // len(filters) for filter in filters}
    of_group = {
        group: [channel for channel in channels if channel * groups // len(channels) == group]
        for group in range(groups)
    }
    return sum(count(outputs, taps, of_group[group_of[filter]]) for filter in filters)


def test_multiply_adds_counted_one_by_one():
    compared = Counter()
    for _, kind, config, shape in generated():
        if "Conv" not in kind or "data_format" in config or np.prod(shape) > 300:
            continue
        try:
            facts = describe({"class_name": kind, "config": config}, shape)
        except LayerError:
            continue
        expected = counted(kind, config, shape, facts.output_shape)
        assert facts.multiply_adds == expected, (kind, config, shape)
        compared[kind] += 1
    assert len(compared) == 10
    assert min(compared.values()) > 20


@pytest.mark.parametrize("kind", ["Conv2D", "Conv3D", "DepthwiseConv2D", "Conv1DTranspose", "Conv2DTranspose"])
def test_multiply_adds_are_the_sum_of_an_output_of_ones(kind):
    """With input and weights of ones, each product adds one; without padding none is lost at the border."""
    compared = 0
    for _, name, config, shape in generated():
        if name != kind or config["padding"] != "valid" or "data_format" in config:
            continue
        if kind == "DepthwiseConv2D" and shape[-1] == 1:  # TensorFlow 2.21 gets unequal strides wrong here
            continue
        config = config | {"use_bias": False}
        try:
            facts = describe({"class_name": kind, "config": config}, shape)
        except LayerError:
            continue
        total = np.array(ones(kind, config)(np.ones((1, *shape), "float32"))).sum(dtype=float)
        assert facts.multiply_adds == total, (config, shape)
        compared += 1
    assert compared > 20


def test_pooling_and_activations_have_no_multiply_adds():
    for kind in ("MaxPooling2D", "GlobalAveragePooling2D", "ReLU", "BatchNormalization", "Flatten"):
        assert describe({"class_name": kind}, (4, 4, 2)).multiply_adds == 0
    with_bias, without = (
        describe({"class_name": "Dense", "config": {"units": 3, "use_bias": use_bias}}, (5,))
        for use_bias in (True, False)
    )
    assert with_bias.multiply_adds == without.multiply_adds == 15


def test_a_dense_layer_on_a_map_is_a_1x1_convolution():
    dense = describe({"class_name": "Dense", "config": {"units": 3}}, (4, 6, 5))
    convolution = describe({"class_name": "Conv2D", "config": {"filters": 3, "kernel_size": 1}}, (4, 6, 5))
    assert dense.multiply_adds == convolution.multiply_adds == 4 * 6 * 15
    assert (dense.output_shape, dense.parameters) == (convolution.output_shape, convolution.parameters)
