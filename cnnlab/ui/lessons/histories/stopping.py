"""When a run should have stopped: by EarlyStopping, and by Prechelt's rules for where overfitting begins."""

from collections.abc import Callable
from dataclasses import dataclass
from html import escape

import streamlit as st

from cnnlab.core.errors import N_
from cnnlab.core.history import (
    HistoryError,
    Pair,
    consecutive_rises,
    early_stopping,
    generalization_loss,
    noise,
    pairs,
    progress_quotient,
)
from cnnlab.figures.curves import Line, Panel, curves
from cnnlab.figures.palette import RUNS
from cnnlab.ui.lessons.histories.answer import Answer
from cnnlab.ui.lessons.histories.run_table import number
from cnnlab.ui.lessons.histories.runs import Run
from cnnlab.ui.lessons.histories.settings import CONTROLS, Settings
from cnnlab.ui.shell.errors import show_error
from cnnlab.ui.shell.held import held
from cnnlab.ui.shell.language import _, current, lesson
from cnnlab.ui.widgets import controls
from cnnlab.ui.widgets.numbers import numbers as show_numbers

TITLE = N_("When to stop")
RULE, WATCHED, PATIENCE = (CONTROLS.key(name) for name in ("rule", "watched", "patience"))
RULES = {
    "EarlyStopping": N_("EarlyStopping: `patience` epochs without improvement"),
    "GL": N_("GL: the loss is a given percentage above its lowest"),
    "PQ": N_("PQ: GL, measured against the progress of training"),
    "UP": N_("UP: the loss has risen several times in a row"),
}
# What a rule is adjusted by: label, lowest, highest, start
ADJUSTED = {
    "EarlyStopping": (N_("patience"), 0, 20, 3),
    "GL": (N_("α in percent"), 1, 50, 5),
    "PQ": (N_("α"), 0.1, 3.0, 0.5),
    "UP": (N_("Rises in a row"), 1, 10, 3),
}
STRIP = 5  # epochs in a strip of PQ and UP, as in the paper


@dataclass(frozen=True)
class Verdict:
    """The epochs, as positions, after which the rule stops and whose weights it keeps; None where it never stops."""

    stopped: int | None
    kept: int | None


def stopping(settings: Settings, answer: Answer | None) -> None:
    """A run, a rule, and what the rule would have done."""
    st.markdown(lesson("histories", "stopping"), width=840)
    runs = {run.id: run for run in settings.runs if _loss(run) is not None}
    if not runs:
        st.info(_("None of the chosen runs has a validation loss. Choose another run."))
        return
    name = controls.one_of(st.selectbox, _("Run"), list(runs), WATCHED, next(iter(runs)), lambda run: runs[run].title())
    rule = controls.one_of(
        st.radio, _("Rule"), list(RULES), RULE, "EarlyStopping", lambda rule: _(RULES[rule]), horizontal=True
    )
    label, lowest, highest, start = ADJUSTED[rule]
    key = f"{PATIENCE}_{rule}"
    if isinstance(start, float):
        strictness = controls.amount(_(label), lowest, highest, key, start)
    else:
        strictness = controls.whole(_(label), int(lowest), int(highest), key, start)
    try:
        given = (runs[name], rule, strictness, current())
        shown, figure = held(CONTROLS.key("stopping_made"), given, lambda: _made(runs[name], rule, strictness))
    except HistoryError as error:
        show_error(error)
        return
    show_numbers(shown)
    st.plotly_chart(figure, key=CONTROLS.key("stopping"), config={"displayModeBar": False})


def _loss(run: Run) -> Pair | None:
    return next((pair for pair in pairs(run.history) if pair.metric == "loss" and pair.validation), None)


def judged(run: Run, rule: str, strictness: float) -> Verdict:
    """What a rule says of a run's validation loss. Raises HistoryError where the rule does not apply to it."""
    pair = _loss(run)
    assert pair is not None
    metrics = run.history.metrics
    validation = metrics[pair.validation or ""]
    if rule == "EarlyStopping":
        done = early_stopping(validation, patience=int(strictness), restore_best_weights=True)
        return Verdict(done.stopped, done.kept)
    if rule == "PQ" and pair.training is None:
        raise HistoryError(N_("PQ needs the loss of training too, which this run does not have. Choose another rule."))
    training = metrics[pair.training] if pair.training else []
    made: dict[str, Callable] = {
        "GL": lambda: generalization_loss(validation, strictness),
        "PQ": lambda: progress_quotient(training, validation, strictness, STRIP),
        "UP": lambda: consecutive_rises(validation, int(strictness), STRIP),
    }
    stop = made[rule]()
    return Verdict(stop.index, stop.kept)


def _made(run: Run, rule: str, strictness: float) -> tuple[list[tuple[str, str]], object]:
    """The numbers and the figure."""
    verdict = judged(run, rule, strictness)
    history, pair = run.history, _loss(run)
    assert pair is not None
    epochs = len(history.epochs)
    saved = 0 if verdict.stopped is None else epochs - 1 - verdict.stopped
    never = _("never")
    shown = [
        (
            _("Stops after epoch"),
            never if verdict.stopped is None else str(history.counted(history.epochs[verdict.stopped])),
        ),
        (_("Keeps epoch"), "\u2013" if verdict.kept is None else str(history.counted(history.epochs[verdict.kept]))),
        (_("Epochs saved"), f"{saved} / {epochs}"),
    ]
    if history.seconds and None not in history.seconds and verdict.stopped is not None:
        minutes = sum(second or 0 for second in history.seconds[verdict.stopped + 1 :]) / 60
        shown.append((_("Minutes saved"), f"{minutes:.1f}"))
    if found := noise(history.metrics[pair.validation or ""], history.epochs):
        shown.append((_("Noise at the end"), f"\u00b1 {number(found.deviation)}"))
    title = escape(run.title()).replace("%{", "% {")
    names = ((_("{run}, training"), pair.training, True), (_("{run}, validation"), pair.validation, False))
    lines = [
        Line(name.format(run=title), RUNS[0], *_points(run, metric), dashed=dashed)
        for name, metric, dashed in names
        if metric
    ]
    places = ((verdict.stopped, _("stops")), (verdict.kept, _("keeps")))
    verticals = [(float(history.counted(history.epochs[at])), text) for at, text in places if at is not None]
    return shown, curves([Panel("loss", lines, verticals=verticals)], _("Epochs"), height=320)


def _points(run: Run, metric: str) -> tuple[list[float], list[float]]:
    values = run.history.metrics[metric]
    drawn = [at for at, value in enumerate(values) if value is not None and abs(value) < float("inf")]
    return [float(run.history.counted(run.history.epochs[at])) for at in drawn], [
        float(values[at] or 0) for at in drawn
    ]
