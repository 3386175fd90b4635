"""Training curves as Plotly figures: what is drawn, in which colour, and where the labels are."""

import numpy as np
import plotly.graph_objects as go
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
    places = {note.text.partition(" <b>")[2]: note.y for note in figure.layout.annotations}
    assert places["c</b>"] == pytest.approx(0.0, abs=0.05)
    pixels = (330 - 60) / np.ptp(figure.layout.yaxis.range)
    assert abs(places["a</b>"] - places["b</b>"]) * pixels >= 18.9


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


def test_a_figure_is_encoded_once_and_as_plotly_encodes_it():
    panels = [Panel("loss", [Line("a", "#0072b2", [1, 2], [0.5, 0.25], label="a")])]
    figure = curves(panels, "Epochs", labels=40)
    assert figure.to_dict() is figure.to_dict()
    assert figure.to_dict() == go.Figure(curves(panels, "Epochs", labels=40)).to_dict()


def test_each_panel_has_its_metric_above_it_and_its_own_verticals():
    line = Line("a", "#0072b2", [1, 2], [0.5, 0.25])
    figure = curves([Panel("loss", [line], verticals=[(1, "keeps"), (2, "stops")]), Panel("GL", [line])], "Epochs")
    titles = {note.text: note.yref for note in figure.layout.annotations if note.yanchor == "bottom"}
    assert titles == {"loss": "y domain", "GL": "y2 domain"}
    assert [(shape.x0, shape.yref) for shape in figure.layout.shapes] == [(1, "y domain"), (2, "y domain")]
    keeps, stops = (note for note in figure.layout.annotations if note.text in ("keeps", "stops"))
    assert keeps.yshift - stops.yshift >= 18  # epochs side by side: their words do not overlap


def test_larger_letters_are_larger_everywhere():
    line = Line("a", "#0072b2", [1, 2], [0.5, 0.25], label="a")
    layout = curves([Panel("loss", [line])], "Epochs", labels=40, font_size=18).layout
    label = next(note for note in layout.annotations if note.text.endswith("<b>a</b>"))
    assert {layout.font.size, layout.xaxis.tickfont.size, layout.yaxis.tickfont.size, label.font.size} == {18}


def test_a_label_is_written_in_the_colour_of_the_page_behind_a_dot_of_its_lines():
    """On the dark theme the blue of a line has a contrast of 3.5 only, which is enough for a dot but not for text."""
    layout = curves([Panel("loss", [Line("a", "#0072b2", [1, 2], [0.5, 0.25], label="a")])], "Epochs", labels=40).layout
    label = next(note for note in layout.annotations if note.text.endswith("<b>a</b>"))
    assert label.text == "<span style='color:#0072b2'>●</span> <b>a</b>"
    assert label.font.color is None


def test_large_labels_do_not_overlap_between_the_margins():
    names = ("a", "b", "c", "d")
    lines = [Line(name, "#0072b2", [1, 2], [0.0, 1.0], label=name) for name in names]
    layout = curves([Panel("loss", lines)], "Epochs", height=230, labels=60, font_size=18).layout
    panel = layout.height - layout.margin.t - layout.margin.b
    places = sorted(note.y for note in layout.annotations if note.text[-5:-4] in names)
    apart = np.diff(places) * panel / np.ptp(layout.yaxis.range)
    assert len(apart) == 3
    assert min(apart) >= 18 * 1.3
