"""What the Transfer learning page shows: the curves of the head as it trains, the numbers, what to notice."""

import time
from typing import Any

import streamlit as st

from cnnlab.core.history import History, best, diverged_from, standard_error
from cnnlab.core.history.drawing import RunCurves, along, run_curves
from cnnlab.core.transfer import PRESETS, HeadSettings
from cnnlab.core.transfer.axes import accuracy_bottom, loss_top
from cnnlab.figures.curves import FONT_SIZE, Line, Panel, curves
from cnnlab.figures.palette import GREY, RUNS
from cnnlab.ui.lessons.transfer.answer import Answer
from cnnlab.ui.lessons.transfer.joined import caption_of_run
from cnnlab.ui.lessons.transfer.live import train
from cnnlab.ui.lessons.transfer.questions import parameters_asked
from cnnlab.ui.lessons.transfer.settings import CONTROLS, VALIDATION
from cnnlab.ui.shell import view
from cnnlab.ui.shell.cache import histories
from cnnlab.ui.shell.held import held
from cnnlab.ui.shell.language import _, current, lesson
from cnnlab.ui.widgets.numbers import numbers as show_numbers

BUNDLED = "cats_dogs_extraction"
MISSING = "\u2013"
PAUSE, STACKED = 0.3, 3  # seconds between two charts, which a browser draws in 0.1; how many are there at once
HEIGHT = 240  # the least pixels of the figure (style.css)
PRESENTED = 18  # pixels of a letter in presenter mode
CHART: dict[str, Any] = {"config": {"displayModeBar": False}, "height": "stretch"}
METRICS = ("accuracy", "loss")
LABEL = 104  # pixels at the right for the labels of the lines


def numbers(settings: HeadSettings, answer: Answer) -> None:
    """The place for the numbers, which change while the head is trained."""
    answer.said = st.empty()
    _say(settings, answer)


def figure(settings: HeadSettings, answer: Answer) -> None:
    """The curves; what is not trained yet is trained now."""
    charts = st.container(key=CONTROLS.key("charts"))
    drawn: dict[int, Any] = {}  # by epoch; a chart stays until the next one is drawn over it (style.css)
    drawn_at = 0.0

    def draw() -> None:
        nonlocal drawn_at
        drawn_at = time.monotonic()
        given = (settings, answer.epochs, current(), view.presenting(), view.hidden())
        made = held(CONTROLS.key("figure_made"), given, lambda: _curves(settings, answer))
        drawn[answer.epochs] = charts.empty()
        drawn[answer.epochs].plotly_chart(made, key=f"{CONTROLS.key('curves')}_{answer.epochs}", **CHART)
        if len(drawn) > STACKED:
            drawn.pop(min(drawn)).empty()

    def show_epoch() -> None:
        _say(settings, answer)
        if time.monotonic() - drawn_at >= PAUSE:
            draw()

    draw()
    train(answer, show_epoch)
    if answer.epochs not in drawn:
        draw()
    if answer.run is not None and (epoch := diverged_from(answer.history)) is not None:
        text = _(
            "Diverged: from epoch {epoch} on, the validation loss is no longer a finite number. Lower the learning "
            "rate or the penalty."
        )
        st.warning(text.format(epoch=answer.history.counted(epoch)), icon=":material/warning:")
    caption_of_run(settings, answer, _reason(settings))


def _reason(settings: HeadSettings) -> str:
    """Why these settings are good or bad, if they are one of the presets."""
    found = next((preset for preset in PRESETS.values() if HeadSettings(**preset.changes) == settings), None)
    if found is None or view.hides(view.NUMBERS):
        return _("Dashed: training. Solid: validation, 1,000 pictures the head never trains on. Grey: the bundled run.")
    return _(found.reason)


def _say(settings: HeadSettings, answer: Answer) -> None:
    if view.hides(view.NUMBERS):
        return
    with answer.said.container():
        show_numbers(_numbers(settings, answer))


def _numbers(settings: HeadSettings, answer: Answer) -> list[tuple[str, ...]]:
    labels = (_("Validation accuracy"), _("Best epoch"), _("Training accuracy"), _("Trainable parameters"))
    if answer.run is None:
        return [(label, MISSING, "\u00a0") for label in labels]
    validation, training = answer.run.metrics["val_accuracy"][-1], answer.run.metrics["accuracy"][-1]
    highest = best(answer.history, "val_accuracy")
    assert highest is not None  # an accuracy is always finite
    error = _("± {error} standard error").format(error=f"{standard_error(validation, VALIDATION):.3f}")
    took = _("Epochs: {epochs} · {seconds} s").format(epochs=answer.epochs, seconds=f"{sum(answer.run.seconds):.1f}")
    return [
        (labels[0], f"{validation:.3f}", error),
        (labels[1], str(answer.history.counted(highest.epoch)), f"{highest.value:.3f}"),
        (labels[2], f"{training:.3f}", "\u00a0"),
        (labels[3], "?" if parameters_asked(settings) else f"{answer.run.parameters:,}", took),
    ]


def _curves(settings: HeadSettings, answer: Answer) -> object:
    panels = [_panel(metric, settings, answer) for metric in METRICS]
    size = PRESENTED if view.presenting() else FONT_SIZE
    labels = int(LABEL * size / FONT_SIZE)
    across = (0.6, settings.epochs + 0.4)
    return curves(panels, _("Epochs"), height=HEIGHT, labels=labels, across=across, font_size=size)


def _panel(metric: str, settings: HeadSettings, answer: Answer) -> Panel:
    """Training and validation of a metric, its best epoch, and in grey the validation of the bundled run."""
    lines, dots = [], []
    bundled = next((run.history for run in histories() if run.card.id == BUNDLED), None)
    if bundled is not None and (found := _found(bundled, metric)) and found.validation:
        x, values = found.validation.x[: settings.epochs], found.validation.values[: settings.epochs]
        label = _("Bundled run") if metric == "accuracy" else ""
        lines.append(Line(_("The bundled run, validation"), GREY, x, values, label=label))
    if answer.run is not None and (found := _found(answer.history, metric)):
        for curve, title, colour in (
            (found.training, _("Training"), RUNS[1]),
            (found.validation, _("Validation"), RUNS[0]),
        ):
            if curve is not None and curve.x:
                dashed = curve is found.training
                lines.append(Line(title, colour, curve.x, curve.values, dashed=dashed, label=title))
        if found.best is not None and found.best_x is not None and not view.hides(view.NUMBERS):
            epoch = answer.history.counted(found.best.epoch)
            text = _("best epoch {epoch}: {value}").format(epoch=epoch, value=f"{found.best.value:.3f}")
            dots.append((found.best_x, found.best.value, RUNS[0], text))
    return panel_of_most(metric, lines, dots)


def panel_of_most(metric: str, lines: list[Line], dots: list[tuple[float, float, str, str]]) -> Panel:
    """The panel with an axis on which most of the run can be read; its title says if the axis leaves something out."""
    curves_of = [line.values for line in lines]
    values = [value for curve in curves_of for value in curve]
    if metric == "accuracy":
        edge = accuracy_bottom(curves_of)
        is_cut, text = min(values, default=1) < edge, _("{metric}, cut off below {value}")
        bounds = (edge - 0.03 * (1 - edge), 1.01)
    else:
        edge = loss_top(curves_of)
        is_cut, text = max(values, default=0) > edge, _("{metric}, cut off above {value}")
        bounds = (-0.03 * edge, 1.02 * edge)
    title = text.format(metric=metric, value=f"{edge:,g}") if is_cut else metric
    return Panel(title, lines, dots, bounds=bounds)


def _found(history: History, metric: str) -> RunCurves | None:
    return run_curves(history, metric, along(history, "epochs") or [])


def notes(_settings: HeadSettings, _answer: Answer | None) -> None:
    """What to notice."""
    st.markdown(lesson("transfer", "notice"))
