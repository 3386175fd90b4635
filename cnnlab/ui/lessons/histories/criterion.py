"""What a rule says of a run: where it stops and what it keeps, with its criterion drawn below the losses."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from math import isfinite

from cnnlab.core.errors import N_
from cnnlab.core.history import (
    History,
    HistoryError,
    Pair,
    Stop,
    consecutive_rises,
    early_stopping,
    generalization_loss,
    pairs,
    progress_quotient,
)
from cnnlab.figures.curves import Line, Panel, curves
from cnnlab.figures.palette import GREY, RUNS
from cnnlab.ui.lessons.histories.runs import Run
from cnnlab.ui.shell.language import _

HEIGHT, LABEL = 400, 60  # pixels of the figure, and of the label at its right
HIGHEST = 3.0  # times the limit: what is drawn of a criterion
CRITERIA = {
    "EarlyStopping": N_("Epochs without improvement"),
    "GL": N_("GL, generalization loss: percent above the lowest loss so far"),
    "PQ": N_("PQ, progress quotient: GL / P, at the end of every {strip} epochs"),
    "UP": N_("UP: rises in a row, from strip to strip of {strip} epochs"),
}


@dataclass(frozen=True)
class Rule:
    """A rule by its name, and how it is adjusted; `strip` is the length of a strip in epochs, for PQ and UP."""

    name: str
    limit: float
    strip: int


@dataclass(frozen=True)
class Verdict:
    """The positions of the epochs after which the rule stops and whose weights it keeps; None where it never stops.

    `criterion` is what it compares with its limit, after each epoch.
    """

    stopped: int | None
    kept: int | None
    criterion: Sequence[float | None]


def loss_of(run: Run) -> Pair | None:
    """The run's losses; None without a validation loss."""
    return next((pair for pair in pairs(run.history) if pair.metric == "loss" and pair.validation), None)


def judged(run: Run, rule: Rule) -> Verdict:
    """What a rule says of a run's validation loss. Raises HistoryError where the rule does not apply to it."""
    pair = loss_of(run)
    assert pair is not None
    metrics = run.history.metrics
    validation = metrics[pair.validation or ""]
    if rule.name == "EarlyStopping":
        done = early_stopping(validation, patience=int(rule.limit), restore_best_weights=True)
        return Verdict(done.stopped, done.kept, done.waits)
    if rule.name == "PQ" and pair.training is None:
        raise HistoryError(N_("PQ needs the loss of training too, which this run does not have. Choose another rule."))
    training = metrics[pair.training] if pair.training else []
    made: dict[str, Callable[[], Stop]] = {
        "GL": lambda: generalization_loss(validation, rule.limit),
        "PQ": lambda: progress_quotient(training, validation, rule.limit, rule.strip),
        "UP": lambda: consecutive_rises(validation, int(rule.limit), rule.strip),
    }
    stop = made[rule.name]()
    return Verdict(stop.index, stop.kept, stop.values)


def figure(run: Run, rule: Rule, verdict: Verdict) -> object:
    """The losses, with where the rule stops and what it keeps; below them its criterion and the limit."""
    history, pair = run.history, loss_of(run)
    assert pair is not None
    title = escape(run.title()).replace("%{", "% {")
    names = ((_("{run}, training"), pair.training, True), (_("{run}, validation"), pair.validation, False))
    lines = [
        Line(name.format(run=title), RUNS[0], *_points(history, history.metrics[metric]), dashed=dashed)
        for name, metric, dashed in names
        if metric
    ]
    places = ((verdict.kept, _("keeps")), (verdict.stopped, _("stops")))
    verticals = [(float(history.counted(history.epochs[at])), text) for at, text in places if at is not None]
    panels = [Panel("loss", lines, verticals=verticals), _criterion(history, rule, verdict.criterion, verticals)]
    return curves(panels, _("Epochs"), height=HEIGHT, labels=LABEL)


def _criterion(
    history: History, rule: Rule, values: Sequence[float | None], verticals: Sequence[tuple[float, str]]
) -> Panel:
    x, y = _points(history, values)
    ends = [float(history.counted(history.epochs[at])) for at in (0, -1)]
    title = _(CRITERIA[rule.name]).format(strip=rule.strip)
    lines = [
        Line(title, RUNS[1], x, y),
        Line(_("limit"), GREY, ends, [float(rule.limit)] * 2, dashed=True, label=_("limit")),
    ]
    top = min(max([*y, rule.limit]), HIGHEST * rule.limit) if rule.limit else max([*y, 1.0])
    return Panel(title, lines, verticals=[(place, "") for place, _text in verticals], bounds=(-0.08 * top, 1.12 * top))


def _points(history: History, values: Sequence[float | None]) -> tuple[list[float], list[float]]:
    """The epochs, and the values there that are finite."""
    known = ((epoch, value) for epoch, value in zip(history.epochs, values, strict=False) if value is not None)
    finite = [(float(history.counted(epoch)), float(value)) for epoch, value in known if isfinite(value)]
    return [x for x, _value in finite], [value for _x, value in finite]
