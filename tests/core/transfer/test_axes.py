"""Axes on which most of a run can be read, by hand."""

import pytest

from cnnlab.core.transfer.axes import accuracy_bottom, loss_top

LATER = [0.08] * 15


@pytest.mark.parametrize(
    ("curves", "top"),
    [
        ([[0.69, 0.35, 0.2, 0.12, 0.11, *LATER]], 0.1),  # 20 epochs: the first five do not count
        ([[0.69, 0.35, 0.2, 0.12, 0.11, 0.13, *LATER]], 0.2),  # of 21 epochs too: the sixth counts
        ([[0.69, 0.1, 0.1]], 1.0),  # three epochs: all count
        ([[0.69, 0.1, 0.1, 0.1]], 0.1),
        ([[0.05] * 8, [0.31] * 8], 0.5),
        ([[700.0, 600.0, 501.0, 400.0]], 1000.0),
        ([[700.0, 500.0, 500.0, 400.0]], 500.0),
        ([[1e30] * 4], 1e30),
        ([[0.0] * 4], 0.1),
        ([], 0.1),
    ],
)
def test_the_top_is_above_all_but_the_first_quarter(curves, top):
    assert loss_top(curves) == pytest.approx(top, rel=1e-9)


@pytest.mark.parametrize(
    ("curves", "bottom"),
    [
        ([[0.5, 0.91, 0.97, 0.98]], 0.9),
        ([[0.5, 0.89, 0.97, 0.98]], 0.8),
        ([[0.5, 0.9, 0.97, 0.98]], 0.9),
        ([[0.5, 0.97]], 0.5),
        ([[0.99, 0.03, 0.97, 0.98]], 0.0),
        ([], 0.9),
    ],
)
def test_the_bottom_is_below_all_but_the_first_quarter(curves, bottom):
    assert accuracy_bottom(curves) == pytest.approx(bottom)
