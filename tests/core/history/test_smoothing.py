"""Smoothing: the integral that it claims to be, and the same result whatever the number of points."""

import math

import numpy as np
import pytest

from cnnlab.core.history import HistoryError, smoothed

HALF_LIVES = [0.5, 1.0, 3.0, 10.0, 25.0]


def curve(x, fall=5.0):
    """A loss that falls by 0.7, mostly within `fall` epochs, and rises slowly in the end."""
    return 0.2 + 0.7 * np.exp(-np.asarray(x) / fall) + 0.004 * np.asarray(x)


@pytest.mark.parametrize("half_life", HALF_LIVES)
def test_it_is_the_integral_of_the_curve_weighted_by_how_long_ago_it_was(half_life):
    x = np.array([0.0, 1.0, 2.0, 5.0, 6.0, 6.5, 20.0])
    values = [1.0, 0.2, 0.7, 0.3, 0.9, 0.1, 0.5]
    result = smoothed(values, half_life, x)
    for index in range(1, len(x)):
        edges = np.linspace(0, x[index], 400_001)
        u = (edges[1:] + edges[:-1]) / 2  # the midpoint rule
        weights = 2 ** (-(x[index] - u) / half_life)
        assert result[index] == pytest.approx(np.interp(u, x, values) @ weights / weights.sum(), abs=1e-6)


@pytest.mark.parametrize("half_life", HALF_LIVES)
def test_every_second_point_of_a_curve_without_noise_gives_the_same(half_life):
    x = np.arange(101.0)
    whole = smoothed(curve(x).tolist(), half_life, x)
    half = smoothed(curve(x[::2]).tolist(), half_life, x[::2])
    assert np.abs(np.array(whole[::2]) - half).max() < 0.02


@pytest.mark.parametrize("half_life", HALF_LIVES)
@pytest.mark.parametrize("fall", [2.0, 5.0, 20.0])
@pytest.mark.parametrize("apart", [1, 2, 5])
def test_it_differs_from_that_of_the_whole_curve_by_no_more_than_the_lines_between_the_points(half_life, fall, apart):
    x = np.arange(0, 100.001, 0.05)
    points = x[:: 20 * apart]
    whole = smoothed(curve(x, fall).tolist(), half_life, x)
    coarse = smoothed(curve(points, fall).tolist(), half_life, points)
    largest_second_derivative = 0.7 / fall**2
    bound = apart**2 * largest_second_derivative / 8
    assert np.abs(np.array(whole[:: 20 * apart]) - coarse).max() < bound


@pytest.mark.parametrize("half_life", HALF_LIVES)
def test_a_constant_stays_and_a_line_lags_behind_by_the_mean_life(half_life):
    x = np.arange(400.0)
    assert smoothed([0.7] * 400, half_life) == pytest.approx([0.7] * 400)
    line = smoothed(x.tolist(), half_life)
    assert line[0] == 0
    assert line[-1] == pytest.approx(399 - half_life / math.log(2), abs=0.01)


def test_it_lies_between_the_values_and_is_linear_in_them():
    values = np.random.default_rng(0).normal(size=60)
    others = np.random.default_rng(1).normal(size=60)
    mine, theirs = (np.array(smoothed(row.tolist(), 4)) for row in (values, others))
    assert np.array(smoothed((2 * values - others).tolist(), 4)) == pytest.approx(2 * mine - theirs)
    assert values.min() <= mine.min() <= mine.max() <= values.max()
    assert mine.std() < values.std()


def test_values_that_are_missing_or_not_finite_are_skipped():
    result = smoothed([1.0, None, 0.5, math.nan, math.inf, 0.25], 2)
    assert [value is None for value in result] == [False, True, False, True, True, False]
    assert [value for value in result if value is not None] == smoothed([1.0, 0.5, 0.25], 2, [0, 2, 5])


def test_no_half_life_leaves_the_values_as_they_are():
    assert smoothed([0.5, None, 0.25], 0) == [0.5, None, 0.25]
    assert smoothed([], 3) == smoothed([], 0) == []
    assert smoothed([None, None], 3) == [None, None]


def test_a_very_long_half_life_gives_the_mean_of_the_curve():
    assert smoothed([0.0, 1.0, 0.0, 1.0], 1e9)[-1] == pytest.approx(0.5, abs=1e-6)
    assert smoothed([0.0, 1.0, 0.0, 1.0], 1e-9) == pytest.approx([0.0, 1.0, 0.0, 1.0], abs=1e-6)


@pytest.mark.parametrize(
    ("half_life", "x"), [(-1, None), (math.nan, None), (math.inf, None), (1, [0, 0, 1]), (1, [0, 1]), (1, [2, 1, 0])]
)
def test_settings_that_make_no_sense_are_errors(half_life, x):
    with pytest.raises(HistoryError):
        smoothed([0.5, 0.4, 0.3], half_life, x)
