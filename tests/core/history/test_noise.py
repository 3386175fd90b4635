"""Noise and chance, against NumPy and SciPy."""

import math

import numpy as np
import pytest
from scipy import stats

from cnnlab.core.history import HistoryError, compared, noise, standard_error, wilson_interval


@pytest.mark.parametrize("epochs", [5, 20, 25, 100, 333])
def test_the_last_fifth_about_its_line(epochs):
    random = np.random.default_rng(epochs)
    values = (np.exp(-np.arange(epochs) / 10) + random.normal(scale=0.05, size=epochs)).tolist()
    points = max(5, math.ceil(epochs / 5))
    fit = stats.linregress(np.arange(epochs)[-points:], values[-points:])
    found = noise(values)
    assert (found.first, found.points) == (epochs - points, points)
    assert found.slope == pytest.approx(fit.slope)
    # linregress gives the standard error of the slope, s / sqrt(sum of (x - mean)^2)
    assert found.deviation == pytest.approx(fit.stderr * math.sqrt(np.arange(points).var() * points))


def test_a_line_has_no_noise_and_missing_values_no_part_in_it():
    values = [None if epoch % 2 else 1 - epoch / 100 for epoch in range(40)] + [math.nan]
    found = noise(values)
    assert (found.first, found.points) == (30, 5)
    assert found.deviation == pytest.approx(0, abs=1e-12)
    assert found.slope == pytest.approx(-0.01)
    assert noise(values, [10 * epoch for epoch in range(41)]).slope == pytest.approx(-0.001)


def test_too_few_points():
    assert noise([0.5] * 4) is None
    assert noise([0.5, None, 0.5, math.nan, 0.5, 0.4]) is None


def test_the_standard_error_is_the_spread_of_many_measurements():
    measured = np.random.default_rng(0).binomial(1000, 0.725, size=200_000) / 1000
    assert standard_error(0.725, 1000) == pytest.approx(measured.std(), rel=0.01)
    assert standard_error(1.0, 50) == 0


@pytest.mark.parametrize(
    ("first", "second", "pictures"), [(0.733, 0.725, 1000), (0.833, 0.725, 1000), (0.99, 0.987, 1000), (0.4, 0.6, 50)]
)
def test_two_accuracies_by_the_chi_squared_test(first, second, pictures):
    """Without a correction it is the two-proportion z test: chi squared is z squared."""
    right = [round(share * pictures) for share in (first, second)]
    table = [right, [pictures - count for count in right]]
    expected = stats.chi2_contingency(table, correction=False)
    found = compared(first, second, pictures)
    assert found.z**2 == pytest.approx(expected.statistic)
    assert found.p_value == pytest.approx(expected.pvalue)
    assert found.differs == (expected.pvalue < 0.05)


def test_equal_accuracies_do_not_differ():
    assert compared(1.0, 1.0, 10).p_value == compared(0.5, 0.5, 10).p_value == 1


@pytest.mark.parametrize(("accuracy", "pictures"), [(1.2, 10), (-0.1, 10), (0.5, 0), (math.nan, 10)])
def test_what_is_no_accuracy(accuracy, pictures):
    with pytest.raises(HistoryError, match="is not an accuracy"):
        standard_error(accuracy, pictures)


@pytest.mark.parametrize(("right", "pictures"), [(12, 14), (14, 14), (0, 14), (1, 1), (725, 1000)])
def test_wilsons_interval_is_scipys(right, pictures):
    expected = stats.binomtest(right, pictures).proportion_ci(0.95, method="wilson")
    assert wilson_interval(right / pictures, pictures) == pytest.approx((expected.low, expected.high), abs=1e-7)


def test_wilsons_interval_of_all_right_by_hand():
    assert wilson_interval(1.0, 14) == pytest.approx((14 / (14 + 1.959964**2), 1.0))
