"""What networks answer to many versions of one picture, as dots between two classes."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import plotly.graph_objects as go

from cnnlab.figures import palette

SIZE = 16  # pixels of the type
LINE = "rgba(138, 147, 160, 0.55)"  # to be seen on white and on black
SAME, OTHER, PLAIN = palette.KINDS["Conv2D"], palette.KINDS["Dense"], palette.KINDS["Conv2DTranspose"]
RISE = 0.24  # of a row: how far dots lie off its middle, so that equal answers stay apart
ROW, REST = 120, 70  # pixels


@dataclass(frozen=True)
class Answers:
    """One network's probabilities of the second class: of the picture itself, and of each draw (count,)."""

    name: str
    plain: float
    draws: np.ndarray

    @property
    def changed(self) -> np.ndarray:
        """Which draws have another answer than the picture itself; bool (count,)."""
        return (self.draws > 0.5) != (self.plain > 0.5)

    @property
    def spread(self) -> float:
        """The standard deviation of the draws' probabilities."""
        return float(self.draws.std())


def dots(networks: Sequence[Answers], ends: tuple[str, str], draw: str) -> go.Figure:
    """A row for each network, from the first class at 0 to the second at 1, with the border at 0.5.

    A circle is a draw, a cross one whose answer is another than the plain picture's, the diamond that picture itself.
    `draw` names a dot for the pointer, with a gap for its {number}. Text has the page's colours.
    """
    figure = go.Figure()
    for at, each in enumerate(networks):
        middle = len(networks) - 1 - at
        for picked, symbol, colour in ((~each.changed, "circle", SAME), (each.changed, "x", OTHER)):
            figure.add_trace(_draws(each, picked, middle, symbol, colour, draw))
        figure.add_trace(_plain(each, middle))
        figure.add_annotation(
            x=0, y=middle + 0.44, text=f"<b>{each.name}</b>", showarrow=False, xanchor="left", font={"size": SIZE}
        )
    figure.update_layout(_layout(len(networks), ends))
    return figure


def _draws(each: Answers, picked: np.ndarray, middle: int, symbol: str, colour: str, draw: str) -> go.Scatter:
    """Dots around the middle of their row, each at a height that its number tells."""
    places = np.flatnonzero(picked)
    rise = RISE * np.sin(2.4 * places)  # the golden angle: neighbours never lie at one height
    return go.Scatter(
        x=each.draws[places],
        y=middle + rise,
        mode="markers",
        cliponaxis=False,
        marker={"symbol": symbol, "size": 12, "color": colour, "opacity": 0.9, "line": {"color": LINE, "width": 1}},
        text=[draw.format(number=place + 1) for place in places],
        hovertemplate="%{text}: %{x:.1%}<extra></extra>",
    )


def _plain(each: Answers, middle: int) -> go.Scatter:
    marker = {"symbol": "diamond", "size": 22, "color": PLAIN, "line": {"color": "white", "width": 2}}
    return go.Scatter(
        x=[each.plain],
        y=[middle],
        mode="markers",
        cliponaxis=False,
        marker=marker,
        hovertemplate="%{x:.1%}<extra></extra>",
    )


def _layout(rows: int, ends: tuple[str, str]) -> dict:
    first, second = ends
    return {
        "height": ROW * rows + REST,
        "margin": {"l": 28, "r": 28, "t": 8, "b": 56},
        "showlegend": False,
        "dragmode": False,
        "xaxis": {
            "range": [-0.04, 1.04],
            "tickvals": [0, 0.5, 1],
            "ticktext": [f"0<br>{first}", "0.5", f"1<br>{second}"],
            "tickfont": {"size": SIZE},
            "showgrid": False,
            "zeroline": False,
            "fixedrange": True,
        },
        "yaxis": {"range": [-0.5, rows - 0.4], "visible": False, "fixedrange": True},
        "shapes": [
            *(_line(0, row, 1, row) for row in range(rows)),
            *(_line(0.5, row - 0.32, 0.5, row + 0.32, dash="dash", width=2) for row in range(rows)),
        ],
    }


def _line(x0: float, y0: float, x1: float, y1: float, **how: object) -> dict:
    return {"type": "line", "x0": x0, "y0": y0, "x1": x1, "y1": y1, "layer": "below", "line": {"color": LINE, **how}}
