"""When a run should have stopped: by EarlyStopping, and by Prechelt's rules for where overfitting begins."""

import streamlit as st

from cnnlab.core.errors import N_
from cnnlab.core.history import HistoryError, noise
from cnnlab.ui.lessons.histories.answer import Answer
from cnnlab.ui.lessons.histories.criterion import Rule, Verdict, figure, judged, loss_of
from cnnlab.ui.lessons.histories.run_table import number
from cnnlab.ui.lessons.histories.runs import Run
from cnnlab.ui.lessons.histories.settings import CONTROLS, Settings
from cnnlab.ui.shell.errors import show_error
from cnnlab.ui.shell.held import held
from cnnlab.ui.shell.language import _, current, lesson
from cnnlab.ui.widgets import controls
from cnnlab.ui.widgets.numbers import numbers as show_numbers

TITLE = N_("When to stop")
RULE, WATCHED, PATIENCE, STRIP = (CONTROLS.key(name) for name in ("rule", "watched", "patience", "strip"))
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
SHORTEST = {"PQ": 2, "UP": 1}  # epochs in a strip; over one alone, training makes no progress
LONGEST, PAPERS = 20, 5  # epochs in a strip, at most and in the paper


def stopping(settings: Settings, answer: Answer | None) -> None:
    """A run, a rule, and what the rule would have done."""
    st.markdown(lesson("histories", "stopping"), width=840)
    runs = {run.id: run for run in settings.runs if loss_of(run) is not None}
    if not runs:
        st.info(_("None of the chosen runs has a validation loss. Choose another run."))
        return
    name = controls.one_of(st.selectbox, _("Run"), list(runs), WATCHED, next(iter(runs)), lambda run: runs[run].title())
    rule = _rule()
    try:
        shown, drawn = held(
            CONTROLS.key("stopping_made"), (runs[name], rule, current()), lambda: _made(runs[name], rule)
        )
    except HistoryError as error:
        show_error(error)
        return
    show_numbers(shown)
    st.plotly_chart(drawn, key=CONTROLS.key("stopping"), config={"displayModeBar": False})


def _rule() -> Rule:
    """The controls for a rule; each rule keeps its own strictness."""
    name = controls.one_of(
        st.radio, _("Rule"), list(RULES), RULE, "EarlyStopping", lambda rule: _(RULES[rule]), horizontal=True
    )
    label, lowest, highest, start = ADJUSTED[name]
    key, strip = f"{PATIENCE}_{name}", PAPERS
    with st.container(horizontal=True, gap="medium"):
        if isinstance(start, float):
            limit = controls.amount(_(label), lowest, highest, key, start, width=220)
        else:
            limit = controls.whole(_(label), int(lowest), int(highest), key, start, width=180)
        if name in SHORTEST:
            label = _("Epochs in a strip")
            strip = controls.whole(label, SHORTEST[name], LONGEST, f"{STRIP}_{name}", PAPERS, width=180)
    return Rule(name, limit, strip)


def _made(run: Run, rule: Rule) -> tuple[list[tuple[str, str]], object]:
    verdict = judged(run, rule)
    return _numbers(run, verdict), figure(run, rule, verdict)


def _numbers(run: Run, verdict: Verdict) -> list[tuple[str, str]]:
    history, pair = run.history, loss_of(run)
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
    return shown
