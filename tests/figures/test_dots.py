"""Predictions as dots: which ones are crosses, their positions, the border between the two classes."""

import numpy as np

from cnnlab.core.augmentation.steadiness import Steadiness
from cnnlab.figures.dots import dots

FIRST = Steadiness(0.2, np.array([0.1, 0.6, 0.3, 0.9]))
SECOND = Steadiness(0.8, np.array([0.7, 0.5, 0.9, 0.95]))
BOTH = {"First": FIRST, "Second": SECOND}


def traces(figure, symbol: str) -> list:
    return [trace for trace in figure.data if trace.marker.symbol == symbol]


def test_every_version_is_a_dot_or_a_cross_in_the_row_of_its_network():
    figure = dots(BOTH, ("cat", "dog"), "Version {number}")
    circles, crosses, diamonds = (traces(figure, symbol) for symbol in ("circle", "x", "diamond"))
    assert [list(trace.x) for trace in circles] == [[0.1, 0.3], [0.7, 0.9, 0.95]]
    assert [list(trace.x) for trace in crosses] == [[0.6, 0.9], [0.5]]
    assert [list(trace.text) for trace in crosses] == [["Version 2", "Version 4"], ["Version 2"]]
    assert [(trace.x[0], trace.y[0]) for trace in diamonds] == [(0.2, 1), (0.8, 0)], "the first network is on top"
    for row, *others in zip((1, 0), circles, crosses, strict=True):
        assert all(abs(np.array(trace.y) - row).max() < 0.3 for trace in others)


def test_the_ends_and_the_border_are_labelled():
    figure = dots(BOTH, ("cat", "dog"), "{number}")
    assert list(figure.layout.xaxis.ticktext) == ["0<br>cat", "0.5", "1<br>dog"]
    assert [shape.x0 for shape in figure.layout.shapes if shape.line.dash == "dash"] == [0.5, 0.5]
    assert [annotation.text for annotation in figure.layout.annotations] == ["<b>First</b>", "<b>Second</b>"]
    assert min(figure.layout.xaxis.tickfont.size, figure.layout.annotations[0].font.size) >= 14


def test_a_single_network_has_a_single_row():
    figure = dots({"First": FIRST}, ("cat", "dog"), "{number}")
    assert len(figure.data) == 3
    assert figure.layout.height < dots(BOTH, ("cat", "dog"), "{number}").layout.height


def test_where_the_true_class_is_known_the_crosses_are_the_wrong_answers():
    """The second network changes no answer to "cat" that was right: all but its second version are wrong."""
    figure = dots(BOTH, ("cat", "dog"), "{number}", truth=0)
    circles, crosses = (traces(figure, symbol) for symbol in ("circle", "x"))
    assert [list(trace.x) for trace in circles] == [[0.1, 0.3], [0.5]]
    assert [list(trace.x) for trace in crosses] == [[0.6, 0.9], [0.7, 0.9, 0.95]]
