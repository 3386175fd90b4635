"""The table of runs: best, last and test figure, parameters and minutes."""

from pathlib import Path

import streamlit as st

from cnnlab.core.history import Summary
from cnnlab.ui.lessons.histories.answer import Answer
from cnnlab.ui.lessons.histories.runs import short_titles
from cnnlab.ui.lessons.histories.settings import CONTROLS, Settings
from cnnlab.ui.shell.keys import HELD
from cnnlab.ui.shell.language import _
from cnnlab.ui.widgets.component import component

HERE = Path(__file__).parent
TABLE, LIT = f"{HELD}{CONTROLS.prefix}table", CONTROLS.key("lit")
_component = component("runs", HERE / "run_table.js", HERE / "run_table.css")
Cell = tuple[str, float | str | None]  # what is written, and what is sorted by


def run_table(settings: Settings, answer: Answer) -> None:
    """Show a row for each run; a click on one makes its curves stand out."""
    colours = {shown.run.id: shown.colour for shown in answer.shown}
    titles = short_titles(settings.runs)
    rows = [
        {"id": run.id, "colour": colours.get(run.id, "transparent"), "cells": _cells(titles[run.id], row, settings)}
        for run, row in zip(settings.runs, answer.rows, strict=True)
    ]
    data = {"heads": _heads(settings), "rows": rows, "lit": settings.lit, "words": {"light": _("Highlight its curves")}}
    _component(data, TABLE, on_picked_change=_light)


def _heads(settings: Settings) -> list[str]:
    smooth = [_("Best smoothed")] if settings.half_life else []
    return [_("Run"), _("Best (epoch)"), *smooth, _("Last"), _("Test"), _("Parameters"), _("Minutes")]


def _cells(title: str, row: Summary, settings: Settings) -> list[Cell]:
    best = (f"{number(row.best.value)} ({row.best.epoch + 1})", row.best.value) if row.best else _missing()
    smooth = row.smoothed_best
    return [
        (title, title),
        best,
        *([(number(smooth.value), smooth.value) if smooth else _missing()] if settings.half_life else []),
        (number(row.last.value), row.last.value) if row.last else _missing(),
        (number(row.test), row.test) if row.test is not None else _missing(),
        (f"{row.parameters:,}", row.parameters) if row.parameters else _missing(),
        (f"{row.minutes:.1f}", row.minutes) if row.minutes is not None else _missing(),
    ]


def _missing() -> Cell:
    return ("\u2013", None)


def number(value: float) -> str:
    """A figure with three decimals, as accuracies and losses are told; more digits where it is small."""
    return f"{value:.3f}" if abs(value) >= 0.001 or value == 0 else f"{value:.1e}"


def _light() -> None:
    st.session_state[LIT] = st.session_state[TABLE]["picked"]
