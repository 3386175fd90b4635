"""What is sent to the browser of a network: a description of each layer, and every weight once."""

from dataclasses import replace

import numpy as np
import pytest

from cnnlab.core.digits import browser
from cnnlab.core.digits.browser import computing_layers, packed_layers, runs_in_browser
from cnnlab.core.requests import ReadWeights
from cnnlab.core.stepping.unit import one_unit
from cnnlab.ui.lessons.digit import settings
from cnnlab.ui.shell import cache


@pytest.fixture
def card():
    return cache.model_cards()[settings.DIGITS]


def test_every_weight_is_sent_once_and_where_its_layer_says(card):
    learned = cache.engine().submit(ReadWeights(card.id)).result().value.by_layer
    forms, blob = packed_layers(computing_layers(card), learned)
    floats = np.frombuffer(blob, np.float32)
    assert len(floats) == card.parameters == 104_202
    assert [form["name"] for form in forms] == [
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


def test_a_network_that_is_too_large_answers_when_the_pen_is_lifted(card, monkeypatch):
    assert runs_in_browser(computing_layers(card))
    monkeypatch.setattr(browser, "LARGEST", card.parameters - 1)
    assert not runs_in_browser(computing_layers(card))


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("conv1", {"activation": "tanh"}),
        ("conv1", {"dilation_rate": [2, 2]}),
        ("conv1", {"use_bias": False}),
        ("predictions", {"activation": "sigmoid"}),
        ("scaling", {"offset": -1}),
    ],
)
def test_so_does_one_with_a_setting_that_the_browser_does_not_compute(card, name, change):
    layers = computing_layers(card)
    at = [layer.name for layer in layers].index(name)
    config = layers[at].config
    layers[at] = replace(layers[at], config=config | {"config": config["config"] | change})
    assert not runs_in_browser(layers)


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
