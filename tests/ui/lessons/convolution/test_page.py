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
    far.query_params.pop("lang", None)
    fresh.query_params.pop("lang", None)  # the browser keeps the language in the address
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


def test_an_answer_is_not_judged_again_by_another_problem(app):
    test = app("convolution", conv_height="8", conv_width="8")
    field = next(item.key for item in test.number_input if "predict_answer" in item.key)
    test.number_input(key=field).set_value(3).run()
    assert [text.value for text in test.success] == [
        "Right: 3. Steps of the window after its first position: 5 / 2, rounded down, is 2."
    ]
    test.session_state["conv_padding"] = "same"
    test.run()
    assert [*test.success, *test.warning] == []
    assert next(item.value for item in test.number_input if "predict_answer" in item.key) is None


def test_a_fraction_is_not_graded_as_the_whole_number_below_it(app):
    test = app("convolution", conv_height="8", conv_width="8")
    field = next(item.key for item in test.number_input if "predict_answer" in item.key)
    test.number_input(key=field).set_value(3.5).run()
    assert [text.value for text in [*test.success, *test.warning]] == ["Not 3.5. The answer is a whole number."]


def test_a_stand_in_names_its_filters_only_where_they_differ(app):
    wide = app("convolution", conv_width="28")
    assert any("7 × 16 × 1. The numbers are for 7 × 28 × 1." in text.value for text in wide.caption)
    deep = app("convolution", conv_channels="64", conv_filters="128")
    assert any("filters: 4. The numbers are for" in text.value for text in deep.caption)
