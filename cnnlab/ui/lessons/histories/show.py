"""What the Training histories page shows: the table, the curves, what to notice."""

from html import escape
from unicodedata import east_asian_width

import streamlit as st

from cnnlab.core.history.drawing import Curve
from cnnlab.figures.curves import Line, Panel, curves
from cnnlab.ui.lessons.histories.answer import Answer, Shown
from cnnlab.ui.lessons.histories.run_table import number, run_table
from cnnlab.ui.lessons.histories.runs import notes_of, plain, short_titles
from cnnlab.ui.lessons.histories.settings import AXES, CONTROLS, MOST_LABELS, Settings
from cnnlab.ui.shell.held import held
from cnnlab.ui.shell.language import _, current, lesson

HEIGHT, HEIGHT_OF_TWO = 330, 440  # pixels of the figure with one metric, and with two
LABEL = 17  # columns in a line of a label: a Latin letter takes one, a Hangul syllable two
COLUMN = 8.2  # pixels


def numbers(settings: Settings, answer: Answer) -> None:
    """A row for each run."""
    run_table(settings, answer)


def figure(settings: Settings, answer: Answer) -> None:
    """The curves, and what cannot be drawn."""
    given = (settings, current(), st.session_state.get("presenter"))
    made = held(CONTROLS.key("figure_made"), given, lambda: _figure(settings, answer))
    st.plotly_chart(made, key=CONTROLS.key("curves"), config={"displayModeBar": False})
    st.caption("  \n".join(_said(settings, answer)))


def _figure(settings: Settings, answer: Answer) -> object:
    titles = {name: escape(title).replace("%{", "% {") for name, title in short_titles(settings.runs).items()}
    labelled = len(answer.shown) <= MOST_LABELS
    labels = {name: "<br>".join(_wrapped(title)) if labelled else "" for name, title in titles.items()}
    panels = [_panel(metric, settings, answer, titles, labels) for metric in settings.metrics]
    widest = max((_columns(line) for label in labels.values() for line in label.split("<br>")), default=0)
    height = HEIGHT if len(panels) == 1 else HEIGHT_OF_TWO
    return curves(panels, _(AXES[settings.x]), log=settings.log, height=height, labels=int(COLUMN * widest) + 16)


def _columns(text: str) -> int:
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)


def _wrapped(text: str) -> list[str]:
    """The lines of a label; words stay whole."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and _columns(longer) > LABEL:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def _panel(metric: str, settings: Settings, answer: Answer, titles: dict[str, str], labels: dict[str, str]) -> Panel:
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
        point = found.best
        if point and found.best_x is not None and not settings.half_life and (point.value > 0 or not settings.log):
            text = _("best epoch {epoch}: {value}").format(
                epoch=shown.run.history.counted(point.epoch), value=number(point.value)
            )
            dots.append((found.best_x, point.value, shown.colour, f"{titles[run]}<br>{text}"))
    return Panel(metric, lines, dots, gaps)


def _line(
    shown: Shown, settings: Settings, curve: Curve | None, name: str, *, label: str = "", dashed: bool = False
) -> Line | None:
    if curve is None or not curve.x:
        return None
    lit = settings.lit in ("", shown.run.id)
    return Line(name, shown.colour, curve.x, curve.values, curve.smooth, dashed, label, lit)


def _said(settings: Settings, answer: Answer) -> list[str]:
    """The legend in words, and what is not drawn."""
    said = [_("Solid: validation. Dashed: training. Dot: the best epoch of validation.")]
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
