"""What the browser gets of a network: the layers' forms, and every weight once."""

import numpy as np
import pytest

from cnnlab.core.stepping.unit import one_unit
from cnnlab.ui.lessons.digit import network as digit_network
from cnnlab.ui.lessons.digit import settings as digit
from cnnlab.ui.lessons.digit.network import follows_the_hand, packed_layers
from cnnlab.ui.lessons.digit.way import Station, whole_way
from cnnlab.ui.shell import cache


@pytest.fixture
def card():
    return cache.model_cards()[digit.DIGITS]


def test_every_weight_is_sent_once_and_where_its_layer_says(card):
    learned = cache.engine().submit("weights", model=card.id).answer().value
    forms, blob = packed_layers([each for each in whole_way(card) if each.kind != "InputLayer"], learned)
    floats = np.frombuffer(blob, np.float32)
    assert len(floats) == card.parameters == 104_202
    assert [each["name"] for each in forms] == [
        "scaling",
        "conv1",
        "pool1",
        "conv2",
        "pool2",
        "conv3",
        "flatten",
        "predictions",
    ]
    for form in forms:
        for (start, end), own in zip(form.get("weights", []), learned.get(form["name"], []), strict=True):
            assert np.array_equal(floats[start:end], own.ravel())
    assert forms[2] | {"input": 0, "output": 0} == {
        "name": "pool1",
        "kind": "MaxPooling2D",
        "input": 0,
        "output": 0,
        "kernelSize": [2, 2],
        "strides": [2, 2],
        "before": [0, 0],
    }


def test_a_network_that_is_too_large_answers_when_the_hand_is_lifted(card, monkeypatch):
    assert follows_the_hand(card)
    monkeypatch.setattr(digit_network, "LARGEST", card.parameters - 1)
    assert not follows_the_hand(card)


@pytest.mark.parametrize(
    ("kind", "change"),
    [
        ("conv1", {"activation": "tanh"}),
        ("conv1", {"dilation_rate": [2, 2]}),
        ("conv1", {"use_bias": False}),
        ("predictions", {"activation": "sigmoid"}),
        ("scaling", {"offset": -1}),
    ],
)
def test_so_does_one_with_a_setting_that_the_browser_does_not_compute(card, monkeypatch, kind, change):
    def changed(each: Station) -> Station:
        if each.name != kind:
            return each
        layer = each.layer | {"config": each.layer["config"] | change}
        return Station(each.row, layer, each.before)

    monkeypatch.setattr(digit_network, "whole_way", lambda card: [changed(each) for each in whole_way(card)])
    assert not follows_the_hand(card)


def test_a_unit_by_itself():
    kernel, bias = np.arange(24.0).reshape(2, 2, 3, 2), np.array([5.0, 7.0])
    layer = {"class_name": "Conv2D", "config": {"filters": 2, "strides": [1, 1]}}
    alone, weights = one_unit(layer, [kernel, bias], 1)
    assert alone["config"] == {"filters": 1, "strides": [1, 1]}
    assert layer["config"]["filters"] == 2
    assert np.array_equal(weights[0], kernel[..., 1:])
    assert weights[1].tolist() == [7.0]
    pool = {"class_name": "MaxPooling2D", "config": {"pool_size": [2, 2]}}
    assert one_unit(pool, [], 3) == (pool, [])
