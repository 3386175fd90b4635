"""What the browser computes while a digit is drawn: the network's layers, the ink and its pixels, the live maps.

One file, because all modules are given the same networks and drawings.
"""

import json
from types import SimpleNamespace

import numpy as np
import pytest
from numpy.lib.stride_tricks import sliding_window_view

from cnnlab.core.digits import SIDE, drawing, drawn, strokes
from cnnlab.core.digits.browser import packed_layers
from cnnlab.core.layers import describe
from cnnlab.ui.lessons.digit import contrasts
from cnnlab.ui.lessons.digit.draw_pad import paper
from cnnlab.ui.widgets.feature_maps import Group, amounts, diverging, packed

from .modules import call

FORWARD = """
const layers = argument.layers.map((layer) => ({
  ...layer,
  weights: layer.weights?.map(([from, to]) => Float32Array.from(argument.weights.slice(from, to))),
}));
return [...module.forward(layers, argument.picture)].map(([name, values]) => [name, Array.from(values)]);
"""


def layer(kind, **config):
    return {"class_name": kind, "config": config}


def conv(filters, kernel_size, **config):
    defaults = {"strides": (1, 1), "padding": "valid", "dilation_rate": (1, 1), "activation": "linear"}
    return layer("Conv2D", filters=filters, kernel_size=kernel_size, **defaults | {"use_bias": True} | config)


def pool(pool_size, **config):
    return layer("MaxPooling2D", pool_size=pool_size, **{"strides": None, "padding": "valid"} | config)


def dense(units, activation):
    return layer("Dense", units=units, activation=activation, use_bias=True)


NETWORKS = {
    "valid": [layer("Rescaling", scale=1 / 255, offset=0.0), conv(3, (3, 3), activation="relu"), pool((2, 2))],
    "same, with strides": [conv(4, (3, 2), padding="same", strides=(2, 3)), pool((2, 2), padding="same")],
    "overlapping pooling": [pool((3, 3), strides=(1, 1), padding="same"), conv(2, (2, 2), strides=(2, 2))],
    "two convolutions": [conv(4, (5, 5), activation="relu"), conv(6, (3, 3), padding="same"), pool((3, 2))],
    "dense": [pool((4, 4)), layer("Flatten"), dense(9, "relu"), dense(12, "linear")],
    "softmax": [layer("Rescaling", scale=1 / 1000, offset=0.0), layer("Flatten"), dense(5, "softmax")],
}


def windows_of(values, facts, fill):
    """The windows of each output cell: (rows, columns, channels, window height, window width)."""
    padded = np.pad(values, [*facts.padding, (0, 0)], constant_values=fill)
    down, across = facts.windows
    size = (down.kernel_size, across.kernel_size)
    return sliding_window_view(padded, size, axis=(0, 1))[:: down.strides, :: across.strides]


def activated(values, activation):
    if activation == "relu":
        return np.maximum(values, 0)
    if activation == "softmax":
        powers = np.exp(values - values.max())
        return powers / powers.sum()
    return values


def applied(layer, values, weights):
    """The output of a layer, by NumPy."""
    kind, config = layer["class_name"], layer["config"]
    if kind == "Rescaling":
        return values * config["scale"]
    if kind == "Flatten":
        return values.ravel()
    facts = describe(layer, values.shape)
    if kind == "MaxPooling2D":
        return windows_of(values, facts, -np.inf).max((-2, -1))
    kernel, bias = weights
    if kind == "Dense":
        return activated(values @ kernel + bias, config["activation"])
    return activated(np.einsum("yxcij,ijcf->yxf", windows_of(values, facts, 0), kernel) + bias, config["activation"])


def random_weights(layer, shape, random):
    config = layer["config"]
    if layer["class_name"] == "Conv2D":
        return [
            random.normal(size=(*config["kernel_size"], shape[-1], config["filters"])),
            random.normal(size=config["filters"]),
        ]
    if layer["class_name"] == "Dense":
        return [random.normal(size=(shape[0], config["units"])), random.normal(size=config["units"])]
    return []


@pytest.mark.parametrize("name", NETWORKS)
def test_forward_computes_every_layer_as_numpy(blank, name):
    random = np.random.default_rng(3)
    picture = random.integers(0, 256, (SIDE, SIDE)) * (random.random((SIDE, SIDE)) < 0.3)
    values, layers, learned, expected = picture[..., None].astype(float), [], {}, {}
    for index, config in enumerate(NETWORKS[name]):
        layer_name = f"layer{index}"
        weights = random_weights(config, values.shape, random)
        if weights:
            learned[layer_name] = weights
        values = expected[layer_name] = applied(config, values, weights)
        layers.append(
            SimpleNamespace(name=layer_name, class_name=config["class_name"], config=config, shape=values.shape)
        )
    forms, blob = packed_layers(layers, learned)
    argument = {
        "layers": forms,
        "weights": np.frombuffer(blob, np.float32).tolist(),
        "picture": picture.ravel().tolist(),
    }
    found = dict(call(blank, "lessons/digit/forward.js", FORWARD, argument))
    assert list(found) == list(expected)
    for layer_name, values in expected.items():
        scale = np.abs(values).max()
        np.testing.assert_allclose(
            np.reshape(found[layer_name], values.shape), values, atol=1e-5 * scale, err_msg=layer_name
        )


def ink_of(*lines):
    """Encode lines whose points are close together as ink."""
    letter = drawing.ALPHABET.__getitem__
    texts = []
    for first, *rest in lines:
        text = "".join(letter(number >> 6) + letter(number & 63) for number in first)
        steps = np.diff([first, *rest], axis=0) + drawing.HALF
        texts.append(text + "".join(letter(step) for step in steps.ravel()))
    return ".".join(texts)


MAST = [(140, y) for y in range(20, 261, 30)]
BASE = [[(x, y) for x in range(20, 261, 30)] for y in (230, 260)]
INKS = {
    "dot": "CACA",
    "dot in the corner": "AAAA",
    "dot at the edge": "EXEX",
    "line at the edge and a dot": "AKAU" + "hg" * 10 + "_h" * 8 + ".CACA",
    "house": contrasts.HOUSE,
    "corner": contrasts.CORNER,
    "heavy at the bottom": ink_of(MAST, *BASE),  # its centre of mass cannot move to the middle
    "heavy at the top": ink_of([(x, 280 - y) for x, y in MAST], *([(x, 280 - y) for x, y in line] for line in BASE)),
}


@pytest.mark.parametrize("fit", [True, False], ids=["fitted", "as drawn"])
@pytest.mark.parametrize("name", INKS)
def test_ink_becomes_the_same_pixels_as_on_the_server(blank, name, fit):
    ink = INKS[name]
    body = (
        "return Array.from(module.rasterize(module.decode(argument.ink, argument.paper), argument.fit, argument.paper))"
    )
    pixels = call(blank, "lessons/digit/ink.js", body, {"ink": ink, "paper": paper(), "fit": fit})
    np.testing.assert_array_equal(np.reshape(pixels, (SIDE, SIDE)), drawn(ink, fit))


@pytest.mark.parametrize("name", INKS)
def test_ink_is_encoded_as_the_server_reads_it(blank, name):
    ink = INKS[name]
    body = "return module.encode(module.decode(argument.ink, argument.paper), argument.paper)"
    again = call(blank, "lessons/digit/ink.js", body, {"ink": ink, "paper": paper()})
    assert [line[-1] for line in strokes(again)] == [line[-1] for line in strokes(ink)]
    assert np.array_equal(drawn(again), drawn(ink))  # steps of length zero are left out


def test_a_long_step_is_encoded_as_several(blank):
    lines = [[[5, 279], [250, 3], [250, 4]], [[64, 63]]]
    body = "return module.encode(argument.lines, argument.paper)"
    ink = call(blank, "lessons/digit/ink.js", body, {"lines": lines, "paper": paper()})
    first, second = strokes(ink)
    assert (first[0], second) == ((5, 279), [(64, 63)])
    assert {(250, 3), (250, 4)} <= set(first)
    assert len(first) == 11  # the longest distance, 276 units up, takes nine steps of at most 32


GROUPS = {
    "groups": [
        {"name": "conv.1", "cells": True, "parts": [{"rows": 26, "columns": 24, "count": 8}]},
        {"name": "dense", "cells": False, "parts": [{"rows": 4, "columns": 5, "count": 3}]},
    ]
}


@pytest.mark.parametrize(
    ("name", "cell"),
    [
        ("conv.1.7.25.0", {"group": "conv.1", "index": 7, "row": 25, "column": 0}),
        ("dense.47.0.0", {"group": "dense", "index": 2, "row": 1, "column": 2}),
        ("dense.0.0.0", {"group": "dense", "index": 0, "row": 0, "column": 0}),
    ],
)
def test_a_cell_is_found_by_its_name_and_named_again(blank, name, cell):
    body = """const cell = module.cellNamed({ header: argument.header }, argument.name);
    return [cell, module.nameOf({ header: argument.header }, cell)]"""
    assert call(blank, "lessons/digit/network_cells.js", body, {"header": GROUPS, "name": name}) == [cell, name]


@pytest.mark.parametrize("name", ["conv.7.25.0", "other.0.0.0", ""])
def test_a_name_without_a_cell(blank, name):
    body = "return module.cellNamed({ header: argument.header }, argument.name)"
    assert call(blank, "lessons/digit/network_cells.js", body, {"header": GROUPS, "name": name}) is None


LIVE = """
const shown = module.shownMaps(
  { header: argument.header, bytes: Uint8Array.from(argument.bytes) },
  { outputs: new Map(argument.outputs), picture: argument.picture, number: argument.number },
);
return { ...shown, bytes: Array.from(shown.bytes) };
"""


def unpacked(data):
    end = 4 + int.from_bytes(data[:4], "little")
    return json.loads(data[4:end]), data[end:]


def test_live_maps_are_packed_as_on_the_server(blank):
    """Compare with the same groups, packed by the server with the values that the browser computed."""
    random = np.random.default_rng(5)
    old, new = (random.random((2, 3, 4)) - 0.2 for _ in range(2))
    old_vector, new_vector = (random.normal(size=(1, 5, 1)) for _ in range(2))
    new_vector *= np.abs(old_vector).max() / np.abs(new_vector).max()  # signed maps keep their scale
    picture = random.random((2, 2, 1))

    def groups(maps, vector):
        maps = np.maximum(maps, 0)
        return [
            Group("picture", [amounts(picture)], (10, 10)),
            Group("conv", [amounts(maps)], (10, 10), zero=float((maps == 0).mean())),
            Group("dense", [diverging(vector)], (10, 10)),
        ]

    header, data = unpacked(packed(groups(old, old_vector), answered=4))
    expected_header, expected = unpacked(packed(groups(new, new_vector), answered=4))
    argument = {
        "header": header,
        "bytes": list(data),
        "outputs": [["conv", np.maximum(new, 0).ravel().tolist()], ["dense", new_vector.ravel().tolist()]],
        "picture": picture.ravel().tolist(),
        "number": 5,
    }
    shown = call(blank, "lessons/digit/network_live.js", LIVE, argument)
    assert shown["number"] == 5
    assert shown["bytes"] == list(expected)
    assert [group["zero"] for group in shown["header"]["groups"]] == [None, pytest.approx((new <= 0).mean()), None]
    for found, wanted in zip(shown["header"]["groups"], expected_header["groups"], strict=True):
        assert found["parts"][0]["high"] == pytest.approx(wanted["parts"][0]["high"])
    older = call(blank, "lessons/digit/network_live.js", LIVE, argument | {"number": 4})
    assert (older["number"], older["bytes"]) == (0, list(data))
