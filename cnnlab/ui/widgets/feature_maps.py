"""Maps of a network packed for the browser: a byte for each cell, behind a header that says what lies where."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from cnnlab.figures import palette
from cnnlab.ui.widgets.component import Kept, component
from cnnlab.ui.widgets.component import packed as joined

HERE = Path(__file__).parent
STYLE = HERE / "feature_maps.css"  # for other components that draw maps, too
_component = component("network", HERE / "feature_maps.js", STYLE, name="digit_maps")
TABLES = (palette.EVEN, "diverging", "diverging_on_dark", "greys")


@dataclass(frozen=True)
class Part:
    """Maps (rows, columns, count) that are drawn with one scale: from `low` to `high` in the colours of `table`.

    `measured` says that `high` is the largest of these values, and another picture's would be another.
    """

    maps: np.ndarray
    low: float
    high: float
    table: str = palette.EVEN
    measured: bool = False


@dataclass(frozen=True)
class Group:
    """Maps that stand together; those of further parts below those of the first.

    `tile` is a map's width and height in pixels, width 0 being all that there is. `names` stand above the maps.
    """

    name: str
    parts: Sequence[Part]
    tile: tuple[int, int]
    title: str = ""
    facts: str = ""
    zero: float | None = None  # the share of cells that are 0, where that is told
    colour: str = ""
    names: Sequence[str] | None = None
    space: int = 0  # pixels below each row
    cells: bool = True  # whether a cell is (map, row, column); of a vector it is one number
    fill: bool = False  # whether a map may be larger or smaller, so that the rows fill the width


def amounts(maps: np.ndarray) -> Part:
    """Values from 0 up, on one scale for all maps; all dark where there is nothing."""
    return Part(maps, 0.0, float(maps.max()) or 1.0, measured=True)


def diverging(maps: np.ndarray) -> Part:
    """Values of both signs; 0 is white, or dark on a dark page."""
    reach = float(np.abs(maps).max()) or 1.0
    return Part(maps, -reach, reach, "diverging")


def packed(groups: Sequence[Group], **more: Any) -> Kept:
    """The header's length in four bytes, the header in JSON, the colour tables, the maps one after another."""
    blobs = [_table(table) for table in TABLES]
    at = sum(map(len, blobs))
    listed = []
    for group in groups:
        parts = []
        for part in group.parts:
            cells = _bytes(part)
            parts.append(_form(part) | {"at": at})
            blobs.append(cells)
            at += len(cells)
        listed.append({field: getattr(group, field) for field in _SENT} | {"parts": parts})
    tables = {name: sum(map(len, blobs[:index])) for index, name in enumerate(TABLES)}
    return joined({"groups": listed, "tables": tables, **more}, *blobs)


def map_sheet(data: bytes, key: str) -> None:
    """Draw groups of maps, packed with `said`, a text for readers who cannot see them."""
    _component(data, key)


_SENT = ("name", "title", "facts", "zero", "colour", "names", "space", "cells", "fill", "tile")


def _form(part: Part) -> dict[str, Any]:
    rows, columns, count = part.maps.shape
    return {
        "rows": rows,
        "columns": columns,
        "count": count,
        "low": part.low,
        "high": part.high,
        "table": part.table,
        "measured": part.measured,
    }


def _bytes(part: Part) -> bytes:
    share = (part.maps.transpose(2, 0, 1) - part.low) * (255 / (part.high - part.low))
    return np.clip(share.round(), 0, 255).astype(np.uint8).tobytes()


def _table(name: str) -> bytes:
    if name == "greys":
        return np.repeat(np.arange(256, dtype=np.uint8), 3).tobytes()
    return palette.table(name).tobytes()
