"""Predictions for many versions of one picture, as dots between two classes."""

from collections.abc import Mapping

import numpy as np
import plotly.graph_objects as go

from cnnlab.core.augmentation.steadiness import BORDER, Steadiness
from cnnlab.figures import palette

FONT_SIZE = 16  # pixels
LINE = "rgba(138, 147, 160, 0.55)"  # visible on white and on black
RIGHT, WRONG, ORIGINAL = palette.KINDS["Conv2D"], palette.KINDS["Dense"], palette.KINDS["Conv2DTranspose"]
JITTER = 0.24  # of a row: the largest distance of a dot from the centre line, to keep equal answers apart
ROW, MARGINS = 120, 70  # heights in pixels


def dots(
    networks: Mapping[str, Steadiness], ends: tuple[str, str], version: str, truth: int | None = None
) -> go.Figure:
    """Plot one row per network, by its name, from the first class at 0 to the second at 1, with the threshold at 0.5.

    A circle is an augmented version that is classified as `truth`, 0 or 1, a cross one that is not, the diamond the
    original. Where the true class is unknown, a cross is a version whose answer differs from the original's.
    `version` labels a dot for the pointer, with the placeholder {number}. Text takes the colours of the page.
    """
    figure = go.Figure()
    for at, (name, network) in enumerate(networks.items()):
        centre = len(networks) - 1 - at
        crossed = network.changed if truth is None else np.not_equal(network.versions > BORDER, bool(truth))
        for picked, symbol, colour in ((~crossed, "circle", RIGHT), (crossed, "x", WRONG)):
            figure.add_trace(_versions(network, picked, centre, symbol, colour, version))
        figure.add_trace(_original(network, centre))
        figure.add_annotation(
            x=0, y=centre + 0.44, text=f"<b>{name}</b>", showarrow=False, xanchor="left", font={"size": FONT_SIZE}
        )
    figure.update_layout(_layout(len(networks), ends))
    return figure


def _versions(
    network: Steadiness, picked: np.ndarray, centre: int, symbol: str, colour: str, version: str
) -> go.Scatter:
    """Dots jittered around their row's centre line; the jitter depends on the dot's index."""
    indices = np.flatnonzero(picked)
    jitter = JITTER * np.sin(2.4 * indices)  # about the golden angle, so neighbours are never at the same height
    return go.Scatter(
        x=network.versions[indices],
        y=centre + jitter,
        mode="markers",
        cliponaxis=False,
        marker={"symbol": symbol, "size": 12, "color": colour, "opacity": 0.9, "line": {"color": LINE, "width": 1}},
        text=[version.format(number=index + 1) for index in indices],
        hovertemplate="%{text}: %{x:.1%}<extra></extra>",
    )


def _original(network: Steadiness, centre: int) -> go.Scatter:
    marker = {"symbol": "diamond", "size": 22, "color": ORIGINAL, "line": {"color": "white", "width": 2}}
    return go.Scatter(
        x=[network.original],
        y=[centre],
        mode="markers",
        cliponaxis=False,
        marker=marker,
        hovertemplate="%{x:.1%}<extra></extra>",
    )


def _layout(rows: int, ends: tuple[str, str]) -> dict:
    first, second = ends
    return {
        "height": ROW * rows + MARGINS,
        "margin": {"l": 28, "r": 28, "t": 8, "b": 56},
        "showlegend": False,
        "dragmode": False,
        "xaxis": {
            "range": [-0.04, 1.04],
            "tickvals": [0, 0.5, 1],
            "ticktext": [f"0<br>{first}", "0.5", f"1<br>{second}"],
            "tickfont": {"size": FONT_SIZE},
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


def _line(x0: float, y0: float, x1: float, y1: float, **style: object) -> dict:
    return {"type": "line", "x0": x0, "y0": y0, "x1": x1, "y1": y1, "layer": "below", "line": {"color": LINE, **style}}
