"""Numbers that a reader types into cells: from the browser, into a link and back, and into the arrays."""

import numpy as np
import pytest

from cnnlab.core.stepping.edits import checked_edits, edited, format_edits, read_edits


def test_a_link_preserves_edits():
    edits = {"i.0.2.3": 2.5, "k.1.0.2.1": -7.0, "i.3.15.15": 999.0, "k.0.0.0.0": 0.000123}
    assert read_edits(format_edits(edits)) == edits


@pytest.mark.parametrize(
    "text", ["", "~", "i.0.0_3", "k.0.0.0_1", "i.0.0.0_nan", "i.0.0.0_1e9", "i.-1.0.0_1", "x_1", "i.0.0.0_1;2"]
)
def test_invalid_edits_in_a_link_are_left_out(text):
    assert read_edits(text) == {}


def test_a_link_holds_at_most_a_hundred_edits():
    assert len(read_edits("~".join(f"i.0.0.{column}_1" for column in range(200)))) == 100


@pytest.mark.parametrize(
    "sent", [None, 3, "i.0.0.0_1", [], {"i.0.0.0": "1"}, {"i.0.0.0": None}, {3: 4}, {"i.0.0.0": float("nan")}]
)
def test_invalid_edits_from_a_browser_are_left_out(sent):
    assert checked_edits(sent) == {}


@pytest.mark.parametrize(
    ("kind", "shape", "place", "index"),
    [
        ("Conv2D", (3, 3, 2, 4), "k.3.1.2.0", (2, 0, 1, 3)),
        ("Conv2DTranspose", (3, 3, 4, 2), "k.3.1.2.0", (2, 0, 3, 1)),
        ("DepthwiseConv2D", (3, 3, 2, 3), "k.4.0.2.0", (2, 0, 1, 1)),
        ("SeparableConv2D", (3, 3, 2, 3), "k.5.0.0.1", (0, 1, 1, 2)),
    ],
)
def test_a_kernel_cell_is_found_in_keras_order(kind, shape, place, index):
    _, (kernel, bias) = edited({"class_name": kind}, np.zeros((4, 4, 2)), [np.zeros(shape), np.zeros(4)], {place: 5.0})
    assert [tuple(cell) for cell in np.argwhere(kernel)] == [index]
    assert not bias.any()


def test_a_weight_of_the_pointwise_stage_is_found():
    weights = [np.zeros((3, 3, 2, 3)), np.zeros((1, 1, 6, 4)), np.zeros(4)]
    edits = {"p.3.5": 5.0}
    assert read_edits(format_edits(edits)) == edits
    _, (depthwise, pointwise, bias) = edited({"class_name": "SeparableConv2D"}, np.zeros((4, 4, 2)), weights, edits)
    assert [tuple(cell) for cell in np.argwhere(pointwise)] == [(0, 0, 5, 3)]
    assert not depthwise.any()
    assert not bias.any()
    _, (kernel,) = edited({"class_name": "Conv2D"}, np.zeros((4, 4, 2)), [np.zeros((1, 1, 6, 4))], edits)
    assert not kernel.any()


def test_the_arguments_are_not_changed_and_cells_outside_are_left_out():
    inputs, weights = np.zeros((2, 2, 1)), [np.zeros((3, 3, 1, 1))]
    layer = {"class_name": "Conv2D"}
    after, kernels = edited(layer, inputs, weights, {"i.0.9.0": 1.0, "k.0.0.3.0": 1.0, "i.0.1.1": 4.0})
    assert after[1, 1, 0] == 4
    assert after.sum() == 4
    assert not kernels[0].any()
    assert not inputs.any()
