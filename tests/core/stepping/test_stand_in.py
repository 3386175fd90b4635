"""The small layer that is drawn behaves like the large one that it stands in for."""

import itertools

import keras
import pytest

from cnnlab.core.layers import LayerError, describe
from cnnlab.core.stepping.stand_in import LIMITS, stand_in

KINDS = ("Conv2D", "DepthwiseConv2D", "SeparableConv2D", "Conv2DTranspose", "MaxPooling2D")


def configured(kind, kernel_size, strides, dilation_rate, padding):
    if kind == "MaxPooling2D":
        return {"class_name": kind, "config": {"pool_size": kernel_size, "strides": strides, "padding": padding}}
    config = {"kernel_size": kernel_size, "strides": strides, "dilation_rate": dilation_rate, "padding": padding}
    return {"class_name": kind, "config": config | ({} if kind == "DepthwiseConv2D" else {"filters": 96})}


@pytest.mark.parametrize("kind", KINDS)
def test_padding_and_cells_left_over_are_those_of_the_large_layer(kind):
    compared = 0
    settings = itertools.product((1, 2, 3, 5, 7), (1, 2, 3, 4), (1, 2), ("valid", "same"), (23, 56, 224, 225))
    for kernel_size, strides, dilation_rate, padding, size in settings:
        layer, shape = configured(kind, kernel_size, strides, dilation_rate, padding), (size, size + 2, 64)
        try:
            large = describe(layer, shape)
        except LayerError:
            continue
        small_layer, small_shape = stand_in(layer, shape)
        small = describe(small_layer, small_shape)
        assert max(small_shape[:2]) <= LIMITS["size"]
        assert small_shape[2] <= LIMITS["channels"]
        assert small.output_shape[2] <= LIMITS["filters"]
        assert small.padding == large.padding
        for few, many in zip(small.windows or (), large.windows or (), strict=True):
            from_the_end = [
                [window.size - cell for cell in window.unseen if window.size - cell < strides] for window in (few, many)
            ]
            assert from_the_end[0] == from_the_end[1], (layer, shape)
        compared += 1
    assert compared >= 100


def test_a_small_layer_stays_the_same():
    layer = {"class_name": "Conv2D", "config": {"filters": 4, "kernel_size": 7, "strides": 3, "padding": "same"}}
    assert stand_in(layer, (16, 9, 4)) == (layer, (16, 9, 4))


@pytest.mark.parametrize(("size", "strides", "drawn"), [(14, 1, 14), (15, 1, 14), (8, 2, 7), (7, 4, 7), (5, 3, 5)])
def test_a_growing_map_is_drawn_as_large_as_it_fits(size, strides, drawn):
    """3 x 3 without padding: 14 cells become 16; with stride 2 seven become 15 and eight 17."""
    layer = {"class_name": "Conv2DTranspose", "config": {"filters": 1, "kernel_size": 3, "strides": strides}}
    assert stand_in(layer, (size, size, 1))[1] == (drawn, drawn, 1)


@pytest.mark.parametrize(
    ("channels", "filters", "groups"), [(64, 64, 1), (64, 128, 2), (6, 9, 3), (64, 64, 64), (5, 1, 1)]
)
def test_groups_stay_groups_that_keras_accepts(channels, filters, groups):
    layer = {"class_name": "Conv2D", "config": {"filters": filters, "kernel_size": 3, "groups": groups}}
    small, shape = stand_in(layer, (32, 32, channels))
    built = keras.layers.Conv2D(**small["config"])
    assert built.compute_output_shape((None, *shape)) == (None, *describe(small, shape).output_shape)
    assert (small["config"]["groups"] > 1) == (groups > 1)


def test_a_window_too_large_for_a_small_input_has_no_stand_in():
    layer = {"class_name": "Conv2D", "config": {"filters": 1, "kernel_size": 7, "dilation_rate": 3}}
    assert stand_in(layer, (224, 224, 1)) is None


def test_a_layer_that_keras_refuses_is_refused():
    with pytest.raises(LayerError):
        stand_in({"class_name": "Conv2D", "config": {"filters": 3, "kernel_size": 3, "groups": 2}}, (32, 32, 4))
