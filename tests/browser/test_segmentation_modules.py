"""The scripts of the picture with its mask: interpolation, the likeliest class, certainty, and what is painted.

One file, because all cases run in one blank page.
"""

import math
from dataclasses import asdict
from itertools import product

import numpy as np
import pytest

from cnnlab.core import segmentation
from cnnlab.core.cards import cards
from cnnlab.core.network import read_keras_file
from cnnlab.core.segmentation.seen import seen_by
from cnnlab.ui.widgets.numbers import counted_percent, percent

from .modules import call

FIELDS = "lessons/segmentation/mask_fields.js"
SIZES = [(40, 60), (13, 7), (5, 200), (1, 1)]


def packed(rows: int, columns: int, classes: int = 3, seed: int = 0) -> np.ndarray:
    """Random probabilities in steps of 1/255."""
    shares = np.random.default_rng(seed).dirichlet([0.5] * classes, (rows, columns)).astype(np.float32)
    return segmentation.pack(shares)


def output(cells: np.ndarray) -> dict:
    rows, columns, classes = cells.shape
    return {"rows": rows, "columns": columns, "classes": classes, "cells": cells.ravel().tolist()}


def fields(page, cells: np.ndarray, height: int, width: int) -> dict:
    body = """const found = module.fieldsOf(argument.output, argument.height, argument.width);
    const lists = Object.entries(found).map(([name, value]) =>
      [name, name === "probabilities" ? value.map((one) => [...one]) : value.length ? [...value] : value]);
    return Object.fromEntries(lists);"""
    return call(page, FIELDS, body, {"output": output(cells), "height": height, "width": width})


@pytest.mark.parametrize("shape", [(16, 16), (7, 12), (1, 3), (2, 1)], ids=str)
@pytest.mark.parametrize("size", SIZES, ids=str)
def test_the_browser_gives_each_pixel_the_class_that_python_gives_it(blank, shape, size):
    """For every pixel: both make the same sums in the same order."""
    cells = packed(*shape)
    found = fields(blank, cells, *size)
    assert np.array_equal(np.reshape(found["labels"], size), segmentation.labels(cells, *size))


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_probabilities_entropy_and_margin_are_pythons_to_a_step_of_8_bits(blank, size):
    cells = packed(9, 11)
    found = fields(blank, cells, *size)
    expected = segmentation.enlarge(cells, *size)
    for index, shares in enumerate(found["probabilities"]):
        np.testing.assert_allclose(np.reshape(shares, size) / 255, expected[..., index], atol=0.51 / 255)
    np.testing.assert_allclose(np.reshape(found["largest"], size) / 255, expected.max(axis=-1), atol=0.51 / 255)
    bits = segmentation.entropy(expected) / np.log2(3)
    np.testing.assert_allclose(np.reshape(found["entropy"], size) / 255, bits, atol=0.51 / 255 + 2e-3)
    unsure = 1 - segmentation.margin(expected)
    np.testing.assert_allclose(np.reshape(found["margin"], size) / 255, unsure, atol=0.51 / 255)


def test_a_pixels_probabilities_are_pythons(blank):
    cells = packed(6, 5)
    expected = segmentation.enlarge(cells, 30, 40)
    points = [[0, 0], [29, 39], [7, 20], [15, 3]]
    body = """return argument.points.map(([row, column]) =>
      module.probabilitiesAt(argument.output, (row + 0.5) / 30, (column + 0.5) / 40));"""
    found = call(blank, FIELDS, body, {"output": output(cells), "points": points})
    np.testing.assert_allclose(found, [expected[row, column] for row, column in points], atol=1e-6)


def test_a_tie_goes_to_the_first_class_and_is_most_uncertain(blank):
    """By hand: two classes, undecided; entropy 1 bit of 1, margin 0."""
    cells = np.array([[[127.5, 127.5], [0, 255]]])
    body = "const f = module.fieldsOf(argument, 1, 2); return [[...f.labels], [...f.entropy], [...f.margin]]"
    assert call(blank, FIELDS, body, output(cells)) == [[0, 1], [255, 0], [255, 0]]


@pytest.mark.parametrize("model", ["pets_segmentation", "pets_unet"])
def test_the_part_that_a_pixel_sees_is_that_of_the_cells_it_is_interpolated_between(blank, model):
    """Against `Network.sees` for each of the up to four cells whose values count at the pixel."""
    card = next(card for card in cards() if card.id == model)
    network, known = read_keras_file(card.model_file), seen_by(card)
    size, pixels = (437, 640), [[0, 0], [436, 639], [218, 320], [100, 17], [301, 502]]
    body = "return argument.pixels.map((pixel) => module.partSeen(argument.seen, pixel, argument.size))"
    argument = {"seen": asdict(known), "pixels": pixels, "size": size}
    found = call(blank, "lessons/segmentation/mask_seen.js", body, argument)
    for pixel, part in zip(pixels, found, strict=True):
        cells = [(at + 0.5) / whole * len(known.rows) - 0.5 for at, whole in zip(pixel, size, strict=True)]
        used = [{max(0, math.floor(at)), min(len(known.rows) - 1, math.ceil(at))} for at in cells]
        fields = [network.sees(network.outputs[0].layer, unit) for unit in product(*used)]
        for axis, side in enumerate(part):
            spans = [field[axis] for field in fields]
            expected = min(first for first, _ in spans), max(end for _, end in spans)
            assert [share * known.input[axis] for share in side] == pytest.approx(expected)


def test_the_part_that_a_pixel_sees_in_words(blank):
    """By hand: a pixel whose two rows of cells see rows 2 to 10 of 10, and the last pixel."""
    words = {"sees": "{height} x {width}", "seesAll": "all"}
    seen = {"input": [10, 4], "rows": [[2, 6], [4, 10]], "columns": [[0, 2], [0, 4]]}
    body = "return argument.pixels.map((pixel) => module.seenInWords(argument.seen, pixel, [2000, 40], argument.words))"
    argument = {"seen": seen, "pixels": [[999, 0], [1999, 39], None], "words": words}
    assert call(blank, "lessons/segmentation/mask_seen.js", body, argument) == ["1,600 x 20", "1,200 x 40", ""]
    argument = {"seen": {**seen, "rows": [[0, 10]]}, "pixels": [[0, 39]], "words": words}
    assert call(blank, "lessons/segmentation/mask_seen.js", body, argument) == ["all"]


@pytest.mark.parametrize(
    ("pixel", "start", "corner"), [([49, 9], [84, 4], "right"), ([0, 199], [-14, 384], "left")], ids=str
)
def test_the_lens_shows_what_is_around_the_pixel_across_from_it(blank, pixel, start, corner):
    """By hand: a picture of 100 x 200 on a plate twice as large; a lens of 90 that enlarges three times shows 30."""
    body = "return module.lensView(argument, [100, 200], [200, 400], 90)"
    found = call(blank, "lessons/segmentation/mask_lens.js", body, pixel)
    assert found == {"start": start, "part": 30, "corner": corner}


def test_the_lens_is_the_plate_enlarged(blank):
    """A plate whose left half is red: around a pixel at the edge, so is the left half of the lens."""
    body = """const plate = document.createElement("div");
    plate.style.cssText = "position: relative; width: 200px; height: 100px";
    const layer = Object.assign(document.createElement("canvas"), { className: "layer", width: 20, height: 10 });
    const context = layer.getContext("2d");
    context.fillStyle = "red";
    context.fillRect(0, 0, 10, 10);
    const lens = module.lensOf();
    lens.style.cssText = "width: 60px; height: 60px";
    plate.append(layer, lens);
    document.body.append(plate);
    module.showLens(lens, plate, [5, 10], [10, 21]);
    const side = lens.firstChild.width;
    const at = (x) => [...lens.firstChild.getContext("2d").getImageData(x * side, side / 2, 1, 1).data];
    module.showLens(lens, plate, null, [10, 21]);
    return [at(0.2), at(0.8), lens.hidden];"""
    found = call(blank, "lessons/segmentation/mask_lens.js", body)
    assert found == [[255, 0, 0, 255], [0, 0, 0, 0], True]


def test_a_finger_that_is_drawn_across_points_and_the_place_where_it_is_lifted_is_picked(blank):
    body = """const plate = document.body.appendChild(document.createElement("div"));
    plate.style.cssText = "position: fixed; top: 0; left: 0; width: 100px; height: 50px";
    const told = [];
    module.followPixels(plate, [50, 100], () => null, (at) => told.push(["point", at]), (at) => told.push(["pin", at]));
    for (const [kind, clientX, pointerType] of argument) {
      plate.dispatchEvent(new PointerEvent(kind, { clientX, clientY: 10, pointerType }));
    }
    return told;"""
    events = [("pointermove", 20, "touch"), ("pointerup", 30, "touch"), ("pointerup", 40, "mouse")]
    found = call(blank, "widgets/pixel.js", body, events)
    assert found == [["point", [10, 20]], ["pin", [10, 30]]]


COLOURS = [[200, 0, 0], [0, 100, 0], [0, 0, 50]]
PAINT = """const canvas = document.createElement("canvas");
const field = { width: 6, height: 4, labels: Uint8Array.from(argument.labels),
  largest: new Uint8Array(24).fill(255), entropy: new Uint8Array(24), margin: new Uint8Array(24) };
field.probabilities = [0, 1, 2].map(() => new Uint8Array(24).fill(128));
const scale = Array.from({ length: 768 }, (_, at) => Math.floor(at / 3));
const look = { view: "mask", show: "classes", only: null, opacity: 0.5, outline: false, dim: false, lit: null };
module.paintMask(canvas, field, { ...look, ...argument.look }, argument.colours, scale);
return [...canvas.getContext("2d").getImageData(0, 0, 6, 4).data];"""
HALVES = np.array([[0, 0, 0, 1, 1, 1]] * 4)  # the first class on the left, the second on the right


def painted(page, **look) -> np.ndarray:
    """The pixels (4, 6, red green blue alpha) of a mask whose left half is class 0, whose right half is class 1."""
    argument = {"labels": HALVES.ravel().tolist(), "colours": COLOURS, "look": look}
    return np.reshape(call(page, "lessons/segmentation/mask_paint.js", PAINT, argument), (4, 6, 4))


@pytest.mark.parametrize(
    ("look", "left", "right"),
    [
        ({}, [200, 0, 0, 255], [0, 100, 0, 255]),
        ({"view": "picture"}, [0, 0, 0, 0], [0, 0, 0, 0]),
        ({"only": 1}, [0, 0, 0, 0], [0, 100, 0, 255]),
        ({"view": "picture", "only": 1, "dim": True}, [0, 0, 0, 204], [0, 0, 0, 0]),
        ({"show": "probability"}, [255, 255, 255, 255], [255, 255, 255, 255]),
        ({"show": "probability", "only": 1}, [128, 128, 128, 255], [128, 128, 128, 255]),
        ({"show": "entropy"}, [0, 0, 0, 255], [0, 0, 0, 255]),
    ],
    ids=str,
)
def test_what_each_view_paints(blank, look, left, right):
    found = painted(blank, **look)
    assert found[2, 0].tolist() == left
    assert found[2, 5].tolist() == right


def test_the_overlay_is_as_opaque_as_the_slider_says(blank):
    assert painted(blank, view="overlay", opacity=0.25)[..., 3].tolist() == [[64] * 6] * 4


def test_outlines_are_two_pixels_on_both_sides_of_an_edge(blank):
    found = painted(blank, view="picture", outline=True)
    assert (found[..., 3] > 0).tolist() == [[False, True, True, True, True, False]] * 4
    assert found[0, 2].tolist() == [200, 0, 0, 255]
    assert found[0, 3].tolist() == [0, 100, 0, 255]
    one = painted(blank, view="picture", outline=True, only=1)
    assert (one[..., 3] > 0).tolist() == [[False, False, False, True, True, False]] * 4


@pytest.mark.parametrize(
    ("pixel", "step", "single", "moved"),
    [([10, 10], [1, 0], False, [16, 10]), ([10, 10], [0, -1], True, [10, 9]), ([299, 0], [1, 0], False, [299, 0])],
)
def test_the_arrow_keys_move_a_fiftieth_of_the_side_or_one_pixel(blank, pixel, step, single, moved):
    body = "return module.moved(argument.pixel, argument.step, [300, 400], argument.single)"
    argument = {"pixel": pixel, "step": step, "single": single}
    assert call(blank, "widgets/pixel.js", body, argument) == moved


def test_a_look_in_the_address_is_checked(blank):
    body = """const start = { view: "overlay", show: "classes", only: "", opacity: 0.5, outline: false, dim: false };
    start.at = "";
    const header = { looked: "1", prefix: "seg_", start, classes: 3, size: [30, 40] };
    return argument.map((look, at) => module.lookOf({ ...header, looked: String(at), look }));"""
    start = {"view": "overlay", "show": "classes", "only": None, "opacity": 0.5}
    rest = {"outline": False, "dim": False, "at": None, "lit": None}
    good = {
        "view": "mask",
        "show": "margin",
        "only": "2",
        "opacity": "0.25",
        "outline": "True",
        "dim": "True",
        "at": "29.3",
    }
    bad = {"view": "x", "show": "<b>", "only": "3", "opacity": "7", "outline": "1", "dim": "no", "at": "30.3"}
    found = call(blank, "lessons/segmentation/mask_look.js", body, [{}, good, bad])
    assert found[0] == found[2] == {**start, **rest}
    assert found[1] == {
        "view": "mask", "show": "margin", "only": 2, "opacity": 0.25,
        "outline": True, "dim": True, "at": [29, 3], "lit": None,
    }  # fmt: skip


@pytest.mark.parametrize("share", [0.385, 0.99999, 1e-9, 0.0, 1.0])
def test_percentages_are_written_as_elsewhere(blank, share):
    written = "return [module.percent(argument), module.countedPercent(argument)]"
    expected = [percent(share), counted_percent(share)]
    assert call(blank, "lessons/segmentation/mask_toolbar.js", written, share) == expected
