"""The curves and the table of the chosen runs."""

from dataclasses import dataclass

from cnnlab.core.errors import N_
from cnnlab.core.history import HistoryError, Summary, pairs, summary
from cnnlab.core.history.drawing import RunCurves, along, run_curves
from cnnlab.figures import palette
from cnnlab.ui.lessons.histories.runs import Run
from cnnlab.ui.lessons.histories.settings import Settings


@dataclass(frozen=True)
class Shown:
    """One run as it is drawn: its colour, and its curves by metric; metrics that it does not have are left out."""

    run: Run
    colour: str
    curves: dict[str, RunCurves]


@dataclass(frozen=True)
class Answer:
    """What is drawn, the runs that cannot be drawn along the chosen axis, and a row for each run."""

    shown: tuple[Shown, ...]
    without_axis: tuple[Run, ...]
    rows: tuple[Summary, ...]  # in the order of the runs


def _row(run: Run, settings: Settings) -> Summary:
    """Of validation, or of training where there is none; without figures of the metric if the run does not have it."""
    found = next((pair for pair in pairs(run.history) if pair.metric == settings.metric), None)
    name = (found.validation or found.training) if found else None
    return summary(run.history, name or settings.metric, run.card, settings.half_life)


def find(settings: Settings) -> Answer:
    """Raises HistoryError where no run is chosen or none has the metric."""
    if not settings.runs:
        raise HistoryError(N_("No run is chosen. Choose at least one."))
    shown, without_axis = [], []
    for at, run in enumerate(settings.runs):
        x = along(run.history, settings.x, run.card)  # type: ignore[arg-type]
        if x is None:
            without_axis.append(run)
            continue
        found = {
            metric: run_curves(run.history, metric, x, half_life=settings.half_life, log=settings.log)
            for metric in settings.metrics
        }
        curves = {metric: each for metric, each in found.items() if each is not None}
        shown.append(Shown(run, palette.RUNS[at % len(palette.RUNS)], curves))
    rows = tuple(_row(run, settings) for run in settings.runs)
    return Answer(tuple(shown), tuple(without_axis), rows)
