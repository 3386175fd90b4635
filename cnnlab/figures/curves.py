"""Training curves: one colour a run, validation solid, training dashed, the best epoch as a dot."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import log10
from typing import Any

import numpy as np
import plotly.graph_objects as go

from cnnlab.figures.end_labels import ABOVE, BELOW, DOT, FONT_SIZE, LINE_HEIGHT, Line, add_labels
from cnnlab.figures.sent_again import SentAgain

FAINT, UNLIT = 0.28, 0.15  # opacity of a raw line behind a smoothed one, and of runs that do not stand out
GRID = "rgba(138, 147, 160, 0.3)"  # visible on white and on black
MOST_POINTS = 600  # of a line: more than a screen's pixels would not be seen
ALL_POINTS = 16_000  # of all lines: each costs the server time in every run of the page


@dataclass(frozen=True)
class Panel:
    """One metric: its lines, the dots on them as (x, y, colour, text), and pairs of lines with a shaded gap.

    `title` is shown above it. `bounds` are the ends of the y axis, by default those of the lines.
    """

    title: str
    lines: Sequence[Line]
    dots: Sequence[tuple[float, float, str, str]] = ()
    gaps: Sequence[tuple[Line, Line]] = field(default=())
    verticals: Sequence[tuple[float, str]] = ()  # x and what stands beside the line, one below the other
    bounds: tuple[float, float] | None = None


def curves(
    panels: Sequence[Panel],
    x_title: str,
    *,
    log: bool = False,
    height: int = 420,
    labels: int = 0,
    across: tuple[float, float] | None = None,
    font_size: int = FONT_SIZE,
) -> go.Figure:
    """Plot panels above each other with a common x axis; `labels` is the width in pixels kept for labels at the right.

    `across` are the ends of the x axis, by default those of the lines; `font_size` is in pixels. Text takes the
    colours of the page. The figure is encoded once, so do not change it after it has been sent.
    """
    figure = SentAgain()
    gap = 0.1 if len(panels) > 1 else 0.0
    share = (1 - gap * (len(panels) - 1)) / len(panels)
    layout = _layout(x_title, height, labels, font_size)
    for at, panel in enumerate(panels):
        top = 1 - at * (share + gap)
        axis = "y" if at == 0 else f"y{at + 1}"
        bounds = list(panel.bounds) if panel.bounds else _bounds(panel, log)
        layout[axis.replace("y", "yaxis")] = {
            "domain": [max(top - share, 0.0), top], "gridcolor": GRID,
            "tickfont": {"size": font_size}, "fixedrange": True, "zeroline": False, "range": bounds,
            "exponentformat": "none", "type": "log" if log else "linear",
        }  # fmt: skip
        _add_panel(figure, panel, axis)
        if labels:
            panel_height = share * (height - (ABOVE + BELOW) * font_size)
            add_labels(figure, panel.lines, axis, bounds, log, panel_height, font_size)
    layout["xaxis"]["range"] = list(across) if across else _across(panels)
    layout["xaxis"]["anchor"] = "y" if len(panels) == 1 else f"y{len(panels)}"
    figure.update_layout(layout)
    return figure


def _layout(x_title: str, height: int, labels: int, font_size: int) -> dict[str, Any]:
    """What all panels share."""
    return {
        "height": height,
        "margin": {
            "l": BELOW * font_size,
            "r": labels + DOT * font_size if labels else 16,
            "t": ABOVE * font_size,
            "b": BELOW * font_size,
        },
        "showlegend": False,
        "dragmode": False,
        "hovermode": "closest",
        "font": {"size": font_size},
        "xaxis": {
            "title": {"text": x_title, "standoff": font_size, "font": {"size": font_size}},
            "tickfont": {"size": font_size},
            "gridcolor": GRID,
            "tickformat": ",~g",
            "fixedrange": True,
            "zeroline": False,
        },
    }


def _add_panel(figure: go.Figure, panel: Panel, axis: str) -> None:
    for one, other in panel.gaps:
        (x, y), (back_x, back_y) = (reduced(line.x, line.smooth or line.values) for line in (one, other))
        x, y = np.concatenate([x, back_x[::-1]]), np.concatenate([y, back_y[::-1]])
        shade = {"fill": "toself", "fillcolor": _see_through(one.colour), "line": {"width": 0}, "mode": "lines"}
        figure.add_trace(go.Scatter(x=x, y=y, yaxis=axis, hoverinfo="skip", **shade))
    most = min(MOST_POINTS, max(100, ALL_POINTS // max(len(panel.lines), 1)))
    for line in panel.lines:
        opacity = 1.0 if line.lit else UNLIT
        if line.smooth is not None:
            figure.add_trace(_trace(line, line.values, axis, opacity * FAINT, 1.0, most, hover=False))
        figure.add_trace(_trace(line, line.smooth or line.values, axis, opacity, 2.4, most, hover=True))
    for dot_x, dot_y, colour, text in panel.dots:
        marker = {"size": 11, "color": colour, "line": {"color": "white", "width": 2}}
        figure.add_trace(
            go.Scatter(
                x=[dot_x], y=[dot_y], yaxis=axis, mode="markers", marker=marker, hovertemplate=f"{text}<extra></extra>",
                cliponaxis=False,
            )
        )  # fmt: skip
    figure.add_annotation(
        x=0, y=1, xref="x domain", yref=f"{axis} domain", text=panel.title, showarrow=False, xanchor="left",
        yanchor="bottom",
    )  # fmt: skip
    for at, (place, text) in enumerate(panel.verticals):
        figure.add_shape(
            type="line", x0=place, x1=place, y0=0, y1=1, yref=f"{axis} domain",
            line={"dash": "dot", "width": 2, "color": GRID.replace("0.3", "0.9")},
        )  # fmt: skip
        figure.add_annotation(
            x=place, y=1, yref=f"{axis} domain", text=text, showarrow=False, xanchor="left", yanchor="top",
            yshift=-LINE_HEIGHT * FONT_SIZE * at,
        )  # fmt: skip


def _trace(
    line: Line, values: Sequence[float], axis: str, opacity: float, width: float, most: int, hover: bool
) -> go.Scatter:
    x, y = reduced(line.x, values, most)
    return go.Scatter(
        x=x,
        y=y,
        yaxis=axis,
        mode="lines" if len(x) > 1 else "markers",
        name=line.name,
        opacity=opacity,
        line={"color": line.colour, "width": width, "dash": "5px,4px" if line.dashed else "solid"},
        hovertemplate=f"{line.name}<br>%{{x:,.6~g}}: %{{y:.4g}}<extra></extra>" if hover else None,
        hoverinfo=None if hover else "skip",
    )


def reduced(x: Sequence[float], values: Sequence[float], most: int = MOST_POINTS) -> tuple[np.ndarray, np.ndarray]:
    """Return at most `most` points that look the same: the lowest and the highest of each stretch, and both ends.

    >>> reduced([1, 2, 3], [4, 5, 6])[1].tolist()
    [4.0, 5.0, 6.0]
    """
    x_values, y_values = np.asarray(x, "float32"), np.asarray(values, "float32")
    if len(x_values) <= most:
        return x_values, y_values
    parts = np.array_split(np.arange(len(y_values)), (most - 2) // 2)
    extremes = {int(part[index]) for part in parts for index in (y_values[part].argmin(), y_values[part].argmax())}
    kept = sorted(extremes | {0, len(y_values) - 1})
    return x_values[kept], y_values[kept]


def _across(panels: Sequence[Panel]) -> list[float]:
    ends = [float(line.x[at]) for panel in panels for line in panel.lines if len(line.x) for at in (0, -1)]
    low, high = (min(ends), max(ends)) if ends else (0.0, 1.0)
    return [low - (0.02 * (high - low) or 0.5), high + (0.02 * (high - low) or 0.5)]


def _bounds(panel: Panel, log: bool) -> list[float]:
    values = [value for line in panel.lines for value in line.values]
    low, high = (min(values), max(values)) if values else (0.0, 1.0)
    if log:
        low, high = log10(low) if low > 0 else -3.0, log10(high) if high > 0 else 0.0
    space = 0.05 * (high - low) or 0.05
    return [low - space, high + space]


def _see_through(colour: str) -> str:
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return f"rgba({red}, {green}, {blue}, 0.14)"
