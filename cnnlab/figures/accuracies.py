"""Two networks' accuracies in several cases, one row a case, with their standard errors."""

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from cnnlab.figures import palette

FONT_SIZE = 14  # pixels
ROW, AROUND = 26, 110  # pixels: of a row, and above and below all rows
LINE = "rgba(138, 147, 160, 0.6)"  # visible on white and on black
LOOKS = (("circle-open", palette.RUNS[1]), ("circle", palette.RUNS[0]))  # of the first network and of the second


@dataclass(frozen=True)
class Case:
    """A row: its label, and each network's share of right answers with its standard error, both from 0 to 1."""

    label: str
    shares: tuple[float, float]
    errors: tuple[float, float]
    lit: bool = False  # whether its label is bold


def accuracies(cases: Sequence[Case], networks: tuple[str, str], title: str) -> go.Figure:
    """Plot both networks in each row, the first case on top, joined by a line; `title` is that of the axis in percent.

    Text takes the colours of the page.
    """
    figure = go.Figure()
    rows = list(range(len(cases)))[::-1]
    for row, case in zip(rows, cases, strict=True):
        ends = [100 * share for share in case.shares]
        figure.add_shape(type="line", x0=ends[0], x1=ends[1], y0=row, y1=row, layer="below", line={"color": LINE})
    for index, (name, (symbol, colour)) in enumerate(zip(networks, LOOKS, strict=True)):
        figure.add_trace(
            go.Scatter(
                x=[100 * case.shares[index] for case in cases],
                y=rows,
                error_x={"array": [100 * case.errors[index] for case in cases], "thickness": 1.5, "width": 4},
                name=name,
                mode="markers",
                cliponaxis=False,
                marker={"symbol": symbol, "size": 10, "color": colour, "line": {"color": colour, "width": 2}},
                hovertemplate="%{x:.1f}% ± %{error_x.array:.1f}%<extra></extra>",
            )
        )
    labels = [f"<b>{case.label}</b>" if case.lit else case.label for case in cases]
    figure.update_layout(_layout(len(cases), rows, labels, title))
    return figure


def _layout(count: int, rows: list[int], labels: list[str], title: str) -> dict:
    font = {"size": FONT_SIZE}
    return {
        "height": ROW * count + AROUND,
        "margin": {"l": 8, "r": 24, "t": 48, "b": 56},
        "dragmode": False,
        "legend": {"orientation": "h", "x": 0, "y": 1, "yanchor": "bottom", "font": font},
        "xaxis": {
            "title": {"text": title, "font": font},
            "ticksuffix": "%",
            "tickfont": font,
            "fixedrange": True,
            "gridcolor": LINE.replace("0.6", "0.3"),
        },
        "yaxis": {
            "tickvals": rows,
            "ticktext": labels,
            "tickfont": font,
            "range": [-0.6, count - 0.4],
            "automargin": True,
            "showgrid": False,
            "zeroline": False,
            "fixedrange": True,
        },
    }
