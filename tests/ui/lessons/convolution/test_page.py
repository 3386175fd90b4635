"""The Convolution page under AppTest: its contrasts, its code, its refusals."""

import pytest

from cnnlab.core.layers import describe
from cnnlab.ui.lessons.convolution.contrasts import CONTRASTS
from cnnlab.ui.lessons.convolution.settings import DEFAULTS
from tests.ui.conftest import numbers_of, open_tab, try_this

FAR = {
    "conv_layer": "Conv2DTranspose",
    "conv_output_padding": "3",
    "conv_strides": "4",
    "conv_dilation": "1",
    "conv_activation": "relu",
    "conv_bias": "False",
    "conv_height": "9",
    "conv_channels": "5",
    "conv_edits": "i.0.0.0_7",
}


def test_the_first_view_is_the_layer_of_the_defaults(app):
    test = app("convolution")
    layer = {"class_name": "Conv2D", "config": {"filters": 1, "kernel_size": 3}}
    facts = describe(layer, (DEFAULTS["height"], DEFAULTS["width"], DEFAULTS["channels"]))
    assert numbers_of(test) == {
        "Output: height × width × channels": "5 × 5 × 1",
        "Parameters": f"{facts.parameters:,}",
        "Multiply-adds": f"{facts.multiply_adds:,}",
        "Receptive field": "3 × 3",
    }
    assert not test.warning
    assert "conv_layer" not in test.query_params


@pytest.mark.parametrize("at", range(len(CONTRASTS)), ids=list(CONTRASTS))
def test_a_contrast_sets_every_control_whatever_was_set_before(app, at):
    fresh, far = app("convolution"), app("convolution", **FAR)
    for test in (fresh, far):
        try_this(test, "conv_", at)
        assert not test.exception
        assert not test.warning, "a contrast must not end in a refusal"
    assert numbers_of(far) == numbers_of(fresh)
    assert dict(far.query_params) == dict(fresh.query_params)


def test_what_keras_refuses_is_said_in_place_of_the_numbers(app):
    test = app("convolution", conv_strides="2", conv_dilation="2")
    assert "both" in test.warning[0].value
    assert numbers_of(test) == {}


def test_the_code_shown_gives_the_output_shown(app):
    test = open_tab(app("convolution", conv_padding="same", conv_strides="2"), "conv_", "code")
    names: dict = {}
    exec(test.code[0].value, names)
    height, width, channels = names["outputs"].shape
    assert numbers_of(test)["Output: height × width × channels"] == f"{height} × {width} × {channels}"
