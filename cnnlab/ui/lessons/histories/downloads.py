"""What a visitor takes home: the chart as it is shown, which the browser makes a file of, and the histories."""

import re
from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from cnnlab.core.errors import N_
from cnnlab.core.history import to_csv
from cnnlab.ui.lessons.histories.answer import Answer
from cnnlab.ui.lessons.histories.runs import Run
from cnnlab.ui.lessons.histories.settings import CONTROLS, Settings
from cnnlab.ui.shell.held import held
from cnnlab.ui.shell.language import _
from cnnlab.ui.widgets.component import component
from cnnlab.ui.widgets.plain import plain

TITLE = N_("Download")
HERE = Path(__file__).parent
HEIGHT, HEIGHT_OF_TWO = 460, 640  # pixels of the file with one metric, and with two
MOST_NAMES, LONGEST = 3, 30  # runs that a file is named after, and letters of each
_save_chart = component("save-chart", HERE / "downloads.js", HERE / "downloads.css")


def downloads(settings: Settings, answer: Answer | None) -> None:
    """The chart as PNG and SVG, and each history as CSV."""
    if answer is None:
        return
    st.caption(_("The chart above, as it is shown now. Your browser makes the file."))
    words = {
        "png": _("Chart as PNG"),
        "svg": _("Chart as SVG"),
        "failed": _("Your browser could not make the file. Reload the page and try again."),
    }
    data = {
        "chart": ".st-key-figure .js-plotly-plot",
        "height": HEIGHT if len(settings.metrics) == 1 else HEIGHT_OF_TWO,
        "name": file_name(settings.runs, settings.metrics),
        "words": words,
    }
    _save_chart(data, CONTROLS.key("save_chart"))
    st.caption(_("The histories, one row an epoch. This page reads them again."))
    files = held(CONTROLS.key("files_made"), settings.runs, lambda: [to_csv(run.history) for run in settings.runs])
    with st.container(horizontal=True, gap="small"):
        for run, file in zip(settings.runs, files, strict=True):
            st.download_button(
                _("Download {name}").format(name=plain(f"{run.history.name}.csv")),
                file,
                file_name=f"{run.history.name}.csv",
                mime="text/csv",
                key=CONTROLS.key(f"download_{run.id}"),
                on_click="ignore",
            )


def file_name(runs: Sequence[Run], metrics: Sequence[str]) -> str:
    """A name for the chart's file, without its ending: the first runs, how many there are more, and the metrics."""
    names = [run.history.name for run in runs[:MOST_NAMES]]
    more = [f"and_{len(runs) - MOST_NAMES}_more"] if len(runs) > MOST_NAMES else []
    parts = (re.sub(r"[^\w-]+", "_", part).strip("_")[:LONGEST] for part in (*names, *more, *metrics))
    return "-".join(filter(None, parts))
