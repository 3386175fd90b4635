"""The table of many pictures: file, size, the share of each class, and how certain the network is."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from cnnlab.core.errors import N_
from cnnlab.core.segmentation.kept import LARGEST
from cnnlab.ui.lessons.segmentation.many_files import Row
from cnnlab.ui.lessons.segmentation.settings import CONTROLS
from cnnlab.ui.shell.held import held
from cnnlab.ui.shell.keys import HELD
from cnnlab.ui.shell.language import _, current
from cnnlab.ui.widgets.component import SORTED_TABLE, as_json, component
from cnnlab.ui.widgets.numbers import counted_percent, percent, size

CAPTION = N_(
    "Share of each class, counted with the picture reduced to at most {most} pixels a side; a click on a heading sorts."
)
HERE = Path(__file__).parent
_component = component("files", HERE / "many_table.js", SORTED_TABLE, HERE / "many_table.css")


def many_table(rows: Sequence[Row], names: list[str]) -> None:
    """Show a row for each picture; `names` are the classes'. A run without new rows sends nothing."""
    given = ([row.name for row in rows], names, current())
    data = held(CONTROLS.key("many_made"), given, lambda: as_json(_data(rows, names)))
    _component(data, f"{HELD}{CONTROLS.prefix}many_table")


def _data(rows: Sequence[Row], names: list[str]) -> dict[str, Any]:
    return {
        "heads": [_("File"), _("Height × width"), *names, _("Mean certainty")],
        "rows": [{"mask": row.thumbnail, "cells": _cells(row)} for row in rows],
        "words": {"caption": _(CAPTION).format(most=LARGEST)},
    }


def _cells(row: Row) -> list[tuple[str, float | str]]:
    height, width = row.mask.size
    shares = [(counted_percent(share), share) for share in row.mask.shares]
    return [
        (row.name, row.name),
        (size(row.mask.size), height * width),
        *shares,
        (percent(row.mask.certainty), row.mask.certainty),
    ]
