"""A line of a figure of curves, and the labels at the ends of such lines."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from math import log10

import plotly.graph_objects as go

FONT_SIZE = 14  # pixels
LINE_HEIGHT = 19 / 14  # of a line of text, in font sizes
ABOVE, BELOW = 1.9, 3.3  # the space above and below all panels, in font sizes
DOT = 1.1  # the width of the dot before a label, in font sizes


@dataclass(frozen=True)
class Line:
    """One curve: `smooth` is drawn over a faint `values` where there is one. `label` is written at its end."""

    name: str
    colour: str
    x: Sequence[float]
    values: Sequence[float]
    smooth: Sequence[float] | None = None
    dashed: bool = False
    label: str = ""
    lit: bool = True


def add_labels(
    figure: go.Figure,
    lines: Sequence[Line],
    axis: str,
    bounds: list[float],
    log: bool,
    height: float,
    font_size: int = FONT_SIZE,
) -> None:
    """Write each label beside the last point of its line, in a panel `height` pixels high; no two labels touch."""
    ends = [(_last(line, log), line) for line in lines if line.label and len(line.values)]
    ends.sort(key=lambda end: end[0])
    line_height = LINE_HEIGHT * font_size * (bounds[1] - bounds[0]) / max(height, 1)
    tall = [line_height * (line.label.count("<br>") + 1) for _y, line in ends]
    places = apart([y for y, _line in ends], tall, bounds[0], bounds[1])
    right = max((float(line.x[-1]) for _y, line in ends), default=0.0)
    for place, (_y, line) in zip(places, ends, strict=True):
        figure.add_annotation(
            x=right, y=place, yref=axis, text=_text(line), showarrow=False, xanchor="left", xshift=6,
            align="left", font={"size": font_size}, opacity=1.0 if line.lit else 0.4,
        )  # fmt: skip


def _text(line: Line) -> str:
    """A dot of the line's colour and the label in the page's own, which can be read on any background."""
    return f"<span style='color:{line.colour}'>●</span> <b>{line.label}</b>"


def _last(line: Line, log: bool) -> float:
    value = float((line.smooth or line.values)[-1])
    return log10(value) if log and value > 0 else value


def apart(places: Sequence[float], tall: Sequence[float], low: float, high: float) -> list[float]:
    """Move the sorted centres of labels of these heights until none overlap; between low and high.

    Where they do not fit, they stand one after another, all closer together by the same share.

    >>> apart([1.0, 1.1, 5.0], [1.0, 1.0, 1.0], 0.0, 10.0)
    [1.0, 2.0, 5.0]
    >>> apart([9.0, 9.5], [1.0, 2.0], 0.0, 10.0)
    [7.5, 9.0]
    >>> apart([1.0, 1.0, 9.0], [8.0, 8.0, 4.0], 0.0, 10.0)
    [2.0, 6.0, 9.0]
    """
    if sum(tall) > high - low:
        ends = list(accumulate((each * (high - low) / sum(tall) for each in tall), initial=low))
        return [(start + end) / 2 for start, end in pairwise(ends)]
    moved: list[float] = []
    for at, place in enumerate(places):
        moved.append(place if at == 0 else max(place, moved[-1] + (tall[at - 1] + tall[at]) / 2))
    limit = high
    for at in range(len(moved) - 1, -1, -1):
        moved[at] = max(low, min(moved[at], limit - tall[at] / 2))
        limit = moved[at] - tall[at] / 2
    return moved
