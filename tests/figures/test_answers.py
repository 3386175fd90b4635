"""Answers as dots: which are crosses, where they lie, the border between the two classes."""

import numpy as np
import pytest

from cnnlab.figures.answers import Answers, dots

FIRST = Answers("First", 0.2, np.array([0.1, 0.6, 0.3, 0.9]))
SECOND = Answers("Second", 0.8, np.array([0.7, 0.5, 0.9, 0.95]))


def traces(figure, symbol: str) -> list:
    return [each for each in figure.data if each.marker.symbol == symbol]


def test_changes_and_spread_by_hand():
    assert FIRST.changed.tolist() == [False, True, False, True]
    assert SECOND.changed.tolist() == [False, True, False, False], "0.5 is no dog yet"
    assert Answers("", 0.0, np.array([0.0, 1.0])).spread == pytest.approx(0.5)


def test_every_draw_is_a_dot_or_a_cross_in_its_networks_row():
    figure = dots([FIRST, SECOND], ("cat", "dog"), "Draw {number}")
    circles, crosses, diamonds = (traces(figure, each) for each in ("circle", "x", "diamond"))
    assert [list(each.x) for each in circles] == [[0.1, 0.3], [0.7, 0.9, 0.95]]
    assert [list(each.x) for each in crosses] == [[0.6, 0.9], [0.5]]
    assert [list(each.text) for each in crosses] == [["Draw 2", "Draw 4"], ["Draw 2"]]
    assert [(each.x[0], each.y[0]) for each in diamonds] == [(0.2, 1), (0.8, 0)], "the first network's row is above"
    for row, *others in zip((1, 0), circles, crosses, strict=True):
        assert all(abs(np.array(each.y) - row).max() < 0.3 for each in others)


def test_the_ends_and_the_border_are_named():
    figure = dots([FIRST, SECOND], ("cat", "dog"), "{number}")
    assert list(figure.layout.xaxis.ticktext) == ["0<br>cat", "0.5", "1<br>dog"]
    assert [each.x0 for each in figure.layout.shapes if each.line.dash == "dash"] == [0.5, 0.5]
    assert [each.text for each in figure.layout.annotations] == ["<b>First</b>", "<b>Second</b>"]
    assert min(figure.layout.xaxis.tickfont.size, figure.layout.annotations[0].font.size) >= 14


def test_one_network_alone_has_one_row():
    figure = dots([FIRST], ("cat", "dog"), "{number}")
    assert len(figure.data) == 3
    assert figure.layout.height < dots([FIRST, SECOND], ("cat", "dog"), "{number}").layout.height
