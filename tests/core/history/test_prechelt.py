"""Prechelt's rules on curves whose answers are worked out by hand."""

import math

import pytest

from cnnlab.core.history import HistoryError, consecutive_rises, generalization_loss, progress_quotient

# Lowest 0.5 at position 2; above it by 0, 10%, 20%, 4%.
VALIDATION = [1.0, 0.8, 0.5, 0.55, 0.6, 0.52]


def test_generalization_loss_is_the_percentage_above_the_lowest_error():
    stop = generalization_loss(VALIDATION, alpha=10.5)
    assert stop.values == pytest.approx([0, 0, 0, 10, 20, 4])
    assert (stop.index, stop.kept) == (4, 2)


def test_it_stops_above_alpha_not_at_it():
    exact = [0.5, 0.625]  # 25% above, without rounding
    assert generalization_loss(exact, alpha=25).index is None
    assert generalization_loss(exact, alpha=24.9).index == 1


def test_what_comes_after_the_stop_is_not_kept():
    assert generalization_loss([1.0, 2.0, 0.5], alpha=5).kept == 0
    assert generalization_loss([1.0, 2.0, 0.5], alpha=500).kept == 2


def test_an_accuracy_counts_as_the_error_1_minus_it():
    accuracies = [0.5, 0.75, 0.625]
    assert generalization_loss(accuracies, mode="max").values == generalization_loss([0.5, 0.25, 0.375]).values


def test_epochs_without_validation_do_not_count():
    spread = [None, 1.0, None, 0.5, None, 0.75]
    assert generalization_loss(spread, alpha=5).values == [None, 0, None, 0, None, pytest.approx(50)]
    assert generalization_loss(spread, alpha=5).index == 5
    assert consecutive_rises(spread, successive=1, strip=1).index == 5


@pytest.mark.parametrize(("values", "index"), [([1.0, math.nan], 1), ([math.nan, math.inf], 0), ([0.0, 0.0, 0.1], 2)])
def test_divergence_and_a_lowest_error_of_0_are_infinite_losses(values, index):
    stop = generalization_loss(values, alpha=1e6)
    assert stop.index == index
    assert stop.values[index] == math.inf


def test_a_run_that_diverged_at_once_keeps_nothing():
    assert generalization_loss([math.nan, math.nan]).kept is None


def test_the_progress_quotient_by_hand():
    """Strips of 2. GL at their ends: 0 and 100 (0.6 / 0.5 - 1) = 20; progress 1000 ((1.2 + 0.8) / (2 * 0.8) - 1) = 250
    and 1000 ((0.5 + 0.4) / (2 * 0.4) - 1) = 125; quotients 0 and 0.16."""
    training, validation = [1.2, 0.8, 0.5, 0.4, 0.3], [0.9, 0.5, 0.7, 0.6, 9.0]
    stop = progress_quotient(training, validation, alpha=0.15, strip=2)
    assert stop.values == [None, 0, None, pytest.approx(0.16), None]
    assert (stop.index, stop.kept) == (3, 1)
    assert progress_quotient(training, validation, alpha=0.17, strip=2).index is None


def test_training_that_stands_still_stops_as_soon_as_validation_is_above_its_lowest():
    stop = progress_quotient([0.5] * 4, [0.5, 0.5, 0.5, 0.6], alpha=1e9, strip=2)
    assert stop.values[1::2] == [0, math.inf]
    assert stop.index == 3


def test_the_progress_quotient_needs_both_errors():
    training, validation = [1.2, 9.0, 0.8, 0.5, None, 0.4], [0.9, None, 0.5, 0.7, 9.0, 0.6]
    stop = progress_quotient(training, validation, alpha=0.15, strip=2)
    assert stop.values == [None, None, 0, None, None, pytest.approx(0.16)]


def test_rises_in_a_row_at_the_ends_of_strips():
    #                 0    1    2    3    4    5    6    7    8    9
    validation = [9.0, 0.5, 0.1, 0.6, 9.0, 0.4, 0.1, 0.5, 0.1, 0.6]
    assert consecutive_rises(validation, successive=1, strip=2).index == 3
    stop = consecutive_rises(validation, successive=2, strip=2)
    assert stop.values == [None, None, None, 1, None, 0, None, 1, None, 2]
    assert (stop.index, stop.kept) == (9, 2)
    assert consecutive_rises(validation, successive=3, strip=2).index is None


def test_an_equal_error_is_no_rise():
    assert consecutive_rises([0.5, 0.5, 0.6], successive=1, strip=1).index == 2


def test_a_curve_that_only_falls_never_stops():
    falling = [1 / (epoch + 1) for epoch in range(50)]
    rules = [generalization_loss(falling), progress_quotient(falling, falling), consecutive_rises(falling)]
    assert [(stop.index, stop.kept) for stop in rules] == [(None, 49)] * 3


def test_short_and_empty_curves():
    assert consecutive_rises([1.0, 2.0], successive=1, strip=5).values == [None, None]
    assert generalization_loss([None]).values == [None]
    assert progress_quotient([], []).index is None


def test_errors_below_0_and_settings_that_make_no_sense():
    with pytest.raises(HistoryError, match=r"it is -0\.5"):
        generalization_loss([0.5, -0.5])
    with pytest.raises(HistoryError, match="it is 2"):
        generalization_loss([0.5, 2.0], mode="max")
    with pytest.raises(HistoryError, match="`alpha` is 0"):
        generalization_loss([0.5], alpha=0)
    with pytest.raises(HistoryError, match="`strip` is 0"):
        consecutive_rises([0.5], strip=0)
