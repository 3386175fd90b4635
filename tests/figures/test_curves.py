"""Training curves as Plotly figures: what is drawn, in which colour, and where the labels are."""

import numpy as np
import pytest

from cnnlab.figures.curves import Line, Panel, curves, reduced


def test_reduced_curves_keep_both_ends_and_every_peak():
    values = np.sin(np.arange(2000) / 7)
    values[1234] = 40.0
    x, y = reduced(range(2000), values, 600)
    assert len(x) <= 600
    assert (x[0], x[-1]) == (0, 1999)
    assert (y.max(), y.min()) == (40.0, pytest.approx(values.min()))
    assert (np.diff(x) > 0).all()


def test_a_label_stands_at_the_end_of_its_line_and_none_overlap():
    lines = [
        Line(name, "#0072b2", [1, 2], [0.0, end], label=name) for name, end in (("a", 1.0), ("b", 0.999), ("c", 0.0))
    ]
    figure = curves([Panel("loss", lines)], "Epochs", height=330, labels=60)
    places = {note.text: note.y for note in figure.layout.annotations}
    assert places["<b>c</b>"] == pytest.approx(0.0, abs=0.05)
    pixels = (330 - 60) / np.ptp(figure.layout.yaxis.range)
    assert abs(places["<b>a</b>"] - places["<b>b</b>"]) * pixels >= 18.9


def test_two_panels_share_the_x_axis_and_the_gap_is_shaded():
    training, validation = Line("t", "#0072b2", [1, 2], [2, 1], dashed=True), Line("v", "#0072b2", [1, 2], [2, 3])
    panels = [Panel("loss", [training, validation], gaps=[(training, validation)]), Panel("accuracy", [training])]
    figure = curves(panels, "Epochs")
    assert [trace.yaxis for trace in figure.data] == ["y", "y", "y", "y2"]
    assert figure.data[0].fill == "toself"
    assert list(figure.data[0].y) == [2, 1, 3, 2]
    low, high = figure.layout.yaxis2.domain, figure.layout.yaxis.domain
    assert low[1] < high[0]


def test_a_logarithmic_axis_has_its_range_in_powers_of_ten():
    figure = curves([Panel("loss", [Line("a", "#0072b2", [1, 2], [0.01, 1.0])])], "Epochs", log=True)
    assert figure.layout.yaxis.type == "log"
    assert figure.layout.yaxis.range == pytest.approx((-2.1, 0.1))
