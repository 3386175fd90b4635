"""The table of runs: best, last and test figure, parameters and minutes."""

from math import isfinite
from pathlib import Path
from typing import Any

import streamlit as st

from cnnlab.core.history import Summary
from cnnlab.ui.lessons.histories.answer import Answer
from cnnlab.ui.lessons.histories.asked import METRIC, hidden_run
from cnnlab.ui.lessons.histories.runs import Run, short_titles
from cnnlab.ui.lessons.histories.settings import CONTROLS, Settings
from cnnlab.ui.shell.held import held
from cnnlab.ui.shell.keys import HELD
from cnnlab.ui.shell.language import _, current
from cnnlab.ui.widgets.component import SORTED_TABLE, as_json, component

HERE = Path(__file__).parent
TABLE, LIT = f"{HELD}{CONTROLS.prefix}table", CONTROLS.key("lit")
_component = component("runs", HERE / "run_table.js", SORTED_TABLE, HERE / "run_table.css")
MISSING = ("\u2013", None)
# What is written, what is sorted by, and a standard error beside it, which a narrow table leaves out
Cell = tuple[str, float | str | None] | tuple[str, float | str | None, str]


def run_table(settings: Settings, answer: Answer) -> None:
    """Show a row for each run; a click on one makes its curves stand out."""
    hidden = hidden_run(settings) if settings.metric == METRIC else ""
    given = (settings, hidden, current())
    data = held(CONTROLS.key("table_made"), given, lambda: as_json(_data(settings, answer, hidden)))
    _component(data, TABLE, on_picked_change=_light)


def _data(settings: Settings, answer: Answer, hidden: str) -> dict[str, Any]:
    colours = {shown.run.id: shown.colour for shown in answer.shown}
    titles = short_titles(settings.runs)
    rows = [
        {
            "id": run.id,
            "colour": colours.get(run.id, "transparent"),
            "cells": _cells(titles[run.id], run, row, settings, hidden),
        }
        for run, row in zip(settings.runs, answer.rows, strict=True)
    ]
    words = {"light": _("Highlight its curves"), "error": _("± standard error")}
    return {"heads": _heads(settings), "rows": rows, "lit": settings.lit, "words": words}


def _heads(settings: Settings) -> list[str]:
    smooth = [_("Best smoothed")] if settings.half_life else []
    return [_("Run"), _("Best (epoch)"), *smooth, _("Last"), _("Test accuracy"), _("Parameters"), _("Minutes")]


def _cells(title: str, run: Run, row: Summary, settings: Settings, hidden: str) -> list[Cell]:
    smooth = [_figure(row.smoothed_best.value)] if row.smoothed_best else [MISSING]
    epoch = "?" if run.id == hidden or not row.best else run.history.counted(row.best.epoch)
    return [
        (title, title),
        _figure(row.best.value, f" ({epoch})", row.best_error) if row.best else MISSING,
        *(smooth if settings.half_life else []),
        _figure(row.last.value) if row.last else MISSING,
        _figure(row.test, error=row.test_error) if row.test is not None else MISSING,
        (f"{row.parameters:,}", row.parameters) if row.parameters else MISSING,
        (f"{row.minutes:.1f}", row.minutes) if row.minutes is not None else MISSING,
    ]


def _figure(value: float, more: str = "", error: float | None = None) -> Cell:
    """A figure that is not finite is written, and sorted as if it were missing."""
    written = number(value) + more, value if isfinite(value) else None
    return written if error is None else (*written, f"\u00b1 {number(error)}")


def number(value: float) -> str:
    """A figure with three decimals, as accuracies and losses are told; more digits where it is small."""
    return f"{value:.3f}" if abs(value) >= 0.001 or value == 0 else f"{value:.1e}"


def _light() -> None:
    st.session_state[LIT] = st.session_state[TABLE]["picked"]
