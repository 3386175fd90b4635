"""What the Training histories page shows: the table, the curves, what to notice."""

import streamlit as st

from cnnlab.core.history import Point
from cnnlab.core.history.drawing import Curve
from cnnlab.core.history.summaries import error_of
from cnnlab.figures.curves import FONT_SIZE, Line, Panel, curves
from cnnlab.ui.lessons.histories.answer import Answer, Shown
from cnnlab.ui.lessons.histories.asked import METRIC, hidden_run
from cnnlab.ui.lessons.histories.labels import LONGEST, LONGEST_PRESENTED, labels_of, titles_in_chart, width_of
from cnnlab.ui.lessons.histories.run_table import number, run_table
from cnnlab.ui.lessons.histories.runs import notes_of
from cnnlab.ui.lessons.histories.settings import AXES, CONTROLS, Settings
from cnnlab.ui.shell import view
from cnnlab.ui.shell.held import held
from cnnlab.ui.shell.language import _, current, lesson
from cnnlab.ui.widgets.plain import plain

HEIGHT, HEIGHT_OF_TWO = 230, 400  # the least pixels of the figure with one metric, and with two (style.css)
PRESENTED = 18  # pixels of a letter in presenter mode


def numbers(settings: Settings, answer: Answer) -> None:
    """A row for each run."""
    run_table(settings, answer)


def figure(settings: Settings, answer: Answer) -> None:
    """The curves, and what cannot be drawn."""
    hidden = hidden_run(settings)
    given = (settings, hidden, current(), view.presenting(), view.hidden())
    made = held(CONTROLS.key("figure_made"), given, lambda: _figure(settings, answer, hidden))
    key = CONTROLS.key("curves" if len(settings.metrics) == 1 else "curves_two")
    st.plotly_chart(made, key=key, config={"displayModeBar": False}, height="stretch")
    st.caption("  \n".join(_said(settings, answer, hidden)))


def _figure(settings: Settings, answer: Answer, hidden: str) -> object:
    titles = titles_in_chart(settings.runs)
    is_presented = view.presenting()
    labels = labels_of(titles, len(answer.shown), LONGEST_PRESENTED if is_presented else LONGEST)
    panels = [
        _panel(metric, settings, answer, titles, labels, hidden if metric == METRIC else "")
        for metric in settings.metrics
    ]
    font_size = PRESENTED if is_presented else FONT_SIZE
    height = HEIGHT if len(panels) == 1 else HEIGHT_OF_TWO
    return curves(
        panels,
        _(AXES[settings.x]),
        log=settings.log,
        height=height,
        labels=width_of(labels, font_size),
        font_size=font_size,
    )


def _panel(
    metric: str, settings: Settings, answer: Answer, titles: dict[str, str], labels: dict[str, str], hidden: str
) -> Panel:
    lines, dots, gaps = [], [], []
    for shown in answer.shown:
        found, run = shown.curves.get(metric), shown.run.id
        if found is None:
            continue
        names = (_("{run}, training"), _("{run}, validation"))
        dashed, solid = (name.format(run=titles[run]) for name in names)
        training = _line(shown, settings, found.training, dashed, dashed=True)
        validation = _line(shown, settings, found.validation, solid, label=labels[run])
        lines += [line for line in (training, validation) if line]
        if settings.shade and training and validation:
            gaps.append((training, validation))
        point, x = found.best, found.best_x
        is_dotted = run != hidden and not settings.half_life and not view.hides(view.NUMBERS)
        if is_dotted and point and x is not None and (point.value > 0 or not settings.log):
            dots.append((x, point.value, shown.colour, f"{titles[run]}<br>{_best(metric, shown, point)}"))
    return Panel(metric, lines, dots, gaps)


def _best(metric: str, shown: Shown, point: Point) -> str:
    """The best epoch in words, with the standard error of a share of right answers to validation pictures."""
    epoch = shown.run.history.counted(point.epoch)
    text = _("best epoch {epoch}: {value}").format(epoch=epoch, value=number(point.value))
    has_validation = metric == "accuracy" and shown.curves[metric].validation
    error = error_of(point.value, shown.run.card, "validation") if has_validation else None
    return text if error is None else f"{text} " + _("± {error} standard error").format(error=number(error))


def _line(
    shown: Shown, settings: Settings, curve: Curve | None, name: str, *, label: str = "", dashed: bool = False
) -> Line | None:
    if curve is None or not curve.x:
        return None
    lit = settings.lit in ("", shown.run.id)
    return Line(name, shown.colour, curve.x, curve.values, curve.smooth, dashed, label, lit)


def _said(settings: Settings, answer: Answer, hidden: str) -> list[str]:
    """The legend in words, and what is not drawn."""
    plain_lines = _("Solid: validation. Dashed: training. Dot: best epoch.")
    if view.hides(view.NUMBERS):
        plain_lines = _("Solid: validation. Dashed: training.")
    said = [_("Solid: validation. Dashed: training. Faint: not smoothed.") if settings.half_life else plain_lines]
    if hidden:
        title = next(run.title() for run in settings.runs if run.id == hidden)
        said.append(_("The best epoch of {run} is hidden while Predict asks for it.").format(run=plain(title)))
    if answer.without_axis:
        names = ", ".join(plain(run.title()) for run in answer.without_axis)
        said.append(_("Not drawn, because their files do not have this axis: {runs}.").format(runs=names))
    for metric in settings.metrics:
        without = ", ".join(plain(shown.run.title()) for shown in answer.shown if metric not in shown.curves)
        found = [(shown, shown.curves[metric]) for shown in answer.shown if metric in shown.curves]
        names = ", ".join(plain(shown.run.title()) for shown, drawn in found if drawn.best and not drawn.validation)
        if names:
            text = _("No validation of {metric}, so its best and last are of training: {runs}.")
            said.append(text.format(metric=metric, runs=names))
        if without:
            said.append(_("Without {metric}: {runs}.").format(metric=metric, runs=without))
    if settings.x == "seconds" and any(
        run.card and run.card.training and run.card.training.start for run in settings.runs
    ):
        said.append(_("The minutes of the model that a fine-tuned run starts from are not counted."))
    if settings.x == "seconds" and any(run.card for run in settings.runs):
        said.append(_("Other work on the same machine made some epochs of the bundled runs take longer."))
    out = sum(
        curve.left_out
        for shown in answer.shown
        for found in shown.curves.values()
        for curve in (found.training, found.validation)
        if curve
    )
    if out:
        said.append(
            _("A logarithmic axis cannot show values that are not above 0; left out: {count}.").format(count=out)
        )
    said += [f"{title}: {note}" for title, note in notes_of(settings.runs)]
    return said


def notes(_settings: Settings, _answer: Answer | None) -> None:
    """What to notice."""
    st.markdown(lesson("histories", "notice"))
