"""Deletion and insertion of networks that look at one pixel alone, known exactly."""

import keras
import numpy as np
import pytest

from cnnlab.core.heat_map_scores import area, blurred, points
from cnnlab.core.heat_map_scores.masking import MEAN_COLOUR
from cnnlab.nets.faithfulness.masking import seen_through, without_pixels

SIDE, ROW, COLUMN = 8, 3, 5
PIXELS = SIDE * SIDE
COUNTS = points(PIXELS, SIDE)
PICTURE = np.random.default_rng(0).uniform(0, 255, (SIDE, SIDE, 3)).astype(np.float32)
PICTURE[ROW, COLUMN, 0] = MEAN_COLOUR[0] + 100


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


@pytest.fixture(scope="module")
def one_pixel() -> keras.Model:
    """Its logit is a tenth of the red of one pixel, less what makes it -5 at the mean colour and 5 in PICTURE."""
    inputs = keras.Input((SIDE, SIDE, 3))
    dense = keras.layers.Dense(1, activation="sigmoid")
    model = keras.Model(inputs, dense(keras.layers.Flatten()(inputs)))
    kernel = np.zeros((SIDE, SIDE, 3))
    kernel[ROW, COLUMN, 0] = 0.1
    dense.set_weights([kernel.reshape(-1, 1), np.array([-0.1 * (MEAN_COLOUR[0] + 50)])])
    return model


def looks_at(row: int, column: int) -> np.ndarray:
    """A map whose only place is this pixel."""
    heat = np.zeros((SIDE, SIDE), np.float32)
    heat[row, column] = 1
    return heat


def test_the_right_pixel_takes_the_answer_away_in_the_first_step(one_pixel):
    found = without_pixels(one_pixel, PICTURE, looks_at(ROW, COLUMN), 1, "deletion", COUNTS)
    assert found == pytest.approx([sigmoid(5), *[sigmoid(-5)] * 8], abs=1e-5)
    assert area(found) == pytest.approx((sigmoid(5) / 2 + 7.5 * sigmoid(-5)) / 8, abs=1e-5)


def test_the_right_pixel_brings_the_answer_back_in_the_first_step(one_pixel):
    found = without_pixels(one_pixel, PICTURE, looks_at(ROW, COLUMN), 1, "insertion", COUNTS)
    at_first = blurred(PICTURE)[ROW, COLUMN, 0]
    start = sigmoid(0.1 * (at_first - MEAN_COLOUR[0] - 50))
    assert found == pytest.approx([start, *[sigmoid(5)] * 8], abs=1e-5)


def test_the_right_pixel_last_changes_nothing_until_then(one_pixel):
    """Taken one by one, the other 63 pixels do not matter."""
    found = without_pixels(one_pixel, PICTURE, 1 - looks_at(ROW, COLUMN), 1, "deletion", range(PIXELS + 1))
    assert found == pytest.approx([*[sigmoid(5)] * PIXELS, sigmoid(-5)], abs=1e-5)


def test_a_single_unit_has_two_classes(one_pixel):
    """The probability of class 0 is what is left to 1."""
    both = [without_pixels(one_pixel, PICTURE, looks_at(0, 0), at, "deletion", COUNTS) for at in (0, 1)]
    assert sum(both) == pytest.approx(np.ones(len(COUNTS)), abs=1e-6)


def test_a_curve_in_parts_is_the_curve(one_pixel):
    heat = np.random.default_rng(1).random((4, 4)).astype(np.float32)
    whole = without_pixels(one_pixel, PICTURE, heat, 1, "insertion", range(PIXELS + 1))
    parts = [
        without_pixels(one_pixel, PICTURE, heat, 1, "insertion", range(PIXELS + 1)[part])
        for part in (slice(20), slice(20, 37), slice(37, None))
    ]
    assert np.concatenate(parts) == pytest.approx(whole, abs=1e-6)


def test_progress_comes_before_each_batch(one_pixel):
    seen = []
    without_pixels(one_pixel, PICTURE, looks_at(0, 0), 1, "deletion", range(40), lambda *at: seen.append(at))
    assert seen == [(0, 40), (15, 40), (30, 40)]


def test_behind_a_map_the_rest_of_the_picture_has_the_mean_colour(one_pixel):
    maps = [looks_at(ROW, COLUMN), 1 - looks_at(ROW, COLUMN), 0.5 * looks_at(ROW, COLUMN)]
    found = seen_through(one_pixel, PICTURE, maps, 1)
    assert found == pytest.approx([sigmoid(5), sigmoid(5), sigmoid(-5), sigmoid(0)], abs=1e-5)


@pytest.mark.parametrize("count", [15, 16, 20, 32])
def test_any_number_of_maps_is_seen_through(one_pixel, count):
    maps = [looks_at(ROW, COLUMN) if at % 2 else 1 - looks_at(ROW, COLUMN) for at in range(count)]
    expected = [5, *(5 if at % 2 else -5 for at in range(count))]
    assert seen_through(one_pixel, PICTURE, maps, 1) == pytest.approx([sigmoid(z) for z in expected], abs=1e-5)
