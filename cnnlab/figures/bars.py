"""Values before and after, as pairs of bars."""

from collections.abc import Sequence

import plotly.graph_objects as go

from cnnlab.figures import palette
from cnnlab.figures.curves import GRID

FONT_SIZE = 14  # pixels


def bars(series: Sequence[tuple[str, Sequence[float]]], x_title: str, height: int = 340) -> go.Figure:
    """One group of bars for each index, counted from 1; `series` has a name and the values of each colour.

    Text takes the colours of the page.
    """
    font = {"size": FONT_SIZE}
    figure = go.Figure(
        [
            go.Bar(
                x=list(range(1, len(values) + 1)),
                y=list(values),
                name=name,
                marker={"color": colour, "pattern": {"shape": shape}},
                hovertemplate="%{y:.4g}<extra></extra>",
            )
            for (name, values), colour, shape in zip(series, palette.RUNS, ("", "/", "x"), strict=False)
        ]
    )
    figure.update_layout(
        height=height,
        margin={"l": 48, "r": 16, "t": 40, "b": 56},
        dragmode=False,
        barmode="group",
        font=font,
        legend={"orientation": "h", "x": 0, "y": 1, "yanchor": "bottom", "font": font},
        xaxis={"title": {"text": x_title, "font": font}, "dtick": 1, "tickfont": font, "fixedrange": True},
        yaxis={"gridcolor": GRID, "tickfont": font, "fixedrange": True, "rangemode": "tozero"},
    )
    return figure
