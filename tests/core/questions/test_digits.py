"""The question which map a kernel made: by hand, and with the kernels of the digit network."""

import numpy as np
import pytest

from cnnlab.core.cards import PRETRAINED
from cnnlab.core.digits import bundled_images
from cnnlab.core.digits.kernels import feature_maps, kernels_by_epoch
from cnnlab.core.questions.digits import SLIPS, map_question

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
