"""A row of small grids of numbers, drawn in the browser: to be compared, with the cells that differ marked."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from cnnlab.figures import palette
from cnnlab.ui.widgets.component import component

HERE = Path(__file__).parent
_component = component("grids", HERE / "grids.js", HERE / "stepper.css")


@dataclass(frozen=True)
class Grid:
    """Values (rows, columns) under a caption; `marked`, of the same shape, frames cells."""

    caption: str
    values: np.ndarray
    marked: np.ndarray | None = None


def grids(shown: Sequence[Grid], key: str, most: int = 260) -> None:
    """Draw the grids side by side, each at most `most` pixels wide, coloured up to its own largest value."""
    _component(
        {
            "grids": [
                {
                    "caption": grid.caption,
                    "values": grid.values.round(3).tolist(),
                    "marked": [] if grid.marked is None else np.argwhere(grid.marked).tolist(),
                }
                for grid in shown
            ],
            "most": most,
            "colours": palette.signed(),
        },
        key,
    )
