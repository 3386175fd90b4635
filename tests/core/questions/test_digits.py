"""The question which map a kernel made: by hand, and with the kernels of the digit network."""

import numpy as np
import pytest

from cnnlab.core.cards import PRETRAINED
from cnnlab.core.digits import bundled_images
from cnnlab.core.digits.kernels import feature_maps, kernels_by_epoch
from cnnlab.core.questions.digits import LEAST, SIDES, SLIPS, map_question, map_reason

CORNER = np.array([[3.0, 1, 0], [0, 1, 0], [-1, 0, -2]])
FILTERS = [CORNER, CORNER.T, -CORNER, CORNER[::-1, ::-1], CORNER[::-1], 9 * np.eye(3)]
KERNELS = np.stack(FILTERS, -1)[:, :, None]
MAPS = np.zeros((2, 2, 6))
MAPS[0, 0] = [8, 1, 1, 1, 4, 6]  # the maps of filters 0, 5 and 4 vary most, in this order

TRAINED = kernels_by_epoch(PRETRAINED / "mnist_convnet" / "kernels.npz")[-1]
TRAINED_MAPS = feature_maps(bundled_images()["mnist-3"].picture, TRAINED)


def test_each_wrong_map_has_the_slip_that_leads_to_it():
    """By hand: filter 1 is filter 0 transposed, 2 its negative, 3 it rotated by 180 degrees."""
    asked = map_question(KERNELS, MAPS, 0)
    assert asked.filter == 0
    assert asked.options == {0: None, 1: SLIPS["turned"], 2: SLIPS["opposite"], 3: SLIPS["mirrored"]}


def test_the_filters_whose_maps_vary_most_are_asked_about_in_turn():
    assert [map_question(KERNELS, MAPS, number).filter for number in range(7)] == [0, 5, 4, 0, 5, 4, 0]


@pytest.mark.parametrize("number", range(16))
def test_the_trained_kernels_give_four_options_in_a_fixed_order(number):
    asked = map_question(TRAINED, TRAINED_MAPS, number)
    assert len(asked.options) == 4
    assert [filter_ for filter_, slip in asked.options.items() if slip is None] == [asked.filter]
    assert {slip for slip in asked.options.values() if slip} == set(SLIPS.values())
    assert list(asked.options) == list(map_question(TRAINED, TRAINED_MAPS, number).options)


def test_the_right_map_is_not_always_in_the_same_place():
    questions = [map_question(TRAINED, TRAINED_MAPS, number) for number in range(16)]
    places = {list(asked.options).index(asked.filter) for asked in questions}
    assert places == {0, 1, 2, 3}
    assert len({asked.filter for asked in questions}) == 16


def test_a_reason_tells_the_edges_of_a_kernel_that_differ_in_sign():
    """By hand: the columns of CORNER add up to 2, 3, -2 and its rows to 4, 1, -3."""
    reasons = [map_reason(kernel, at, "conv") for at, kernel in enumerate(FILTERS)]
    assert [next((side for side, text in SIDES.items() if text == reason.template), "") for reason in reasons] == [
        "top", "left", "bottom", "bottom", "bottom", "",
    ]  # fmt: skip
    assert "in the top row of the kernel add up to 4.00, those in the bottom row to −3.00" in str(reasons[0])
    assert "a stroke under the top row raises the value, one under the other lowers it" in str(reasons[0])
    assert "in the left column of the kernel add up to 4.00, those in the right column to −3.00" in str(reasons[1])
    assert "a stroke under the bottom row raises the value" in str(reasons[2])
    assert reasons[0].values == {"map": 1, "layer": "conv", "high": 4.0, "low": 3.0}


@pytest.mark.parametrize("filter_", range(32))
def test_a_stroke_under_one_edge_raises_the_value_and_one_under_the_other_lowers_it(filter_):
    """On the trained kernels, with a stroke as wide as the kernel, by the layer's own arithmetic without the ReLU."""
    kernel = TRAINED[:, :, 0, filter_]
    found = map_reason(kernel, filter_, "conv")
    side = next((side for side, text in SIDES.items() if text == found.template), None)
    strokes = {name: np.zeros((3, 3)) for name in SIDES}
    strokes["left"][:, 0] = strokes["right"][:, -1] = strokes["top"][0] = strokes["bottom"][-1] = 1
    values = {name: float((stroke * kernel).sum()) for name, stroke in strokes.items()}
    other = {"left": "right", "right": "left", "top": "bottom", "bottom": "top"}
    if side is None:
        assert not any(values[one] >= LEAST and values[other[one]] <= -LEAST for one in SIDES)
        return
    assert found.values["high"] == pytest.approx(values[side], abs=1e-6)
    assert found.values["low"] == pytest.approx(-values[other[side]], abs=1e-6)
