"""Agreement of a picture's mask with those of its versions, by hand and against the standard library."""

import statistics

import numpy as np
import pytest

from cnnlab.core.segmentation import NOT_COUNTED
from cnnlab.core.segmentation.agreement import agreement, mean


def test_pixels_outside_the_picture_are_left_out():
    moved = np.array([[0, 0, NOT_COUNTED], [1, 2, NOT_COUNTED]])
    found = np.array([[0, 1, 0], [1, 2, 2]])
    compared = agreement(moved, found, 4)
    assert compared.equal == 3 / 4
    assert compared.overlaps == (1 / 2, 1 / 2, 1.0, None)


def test_nothing_in_view():
    compared = agreement(np.full((2, 2), NOT_COUNTED), np.zeros((2, 2), int), 2)
    assert compared.equal is None
    assert compared.overlaps == (None, None)


def test_the_standard_error_is_that_of_the_standard_library():
    values = [0.91, 0.4, None, 0.75, 0.98]
    known = [value for value in values if value is not None]
    found = mean(values)
    assert found.value == pytest.approx(statistics.fmean(known))
    assert found.error == pytest.approx(statistics.stdev(known) / 2)
    assert found.count == 4


def test_a_single_version_has_no_error_and_none_has_no_mean():
    assert mean([None, 0.5]).error is None
    assert mean([None]) is None
