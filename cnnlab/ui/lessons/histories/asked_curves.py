"""The losses that a question under Predict is about, beside the question, without what would answer it."""

from collections.abc import Iterator, Sequence

import streamlit as st

from cnnlab.core.history import History
from cnnlab.core.history.drawing import Curve, along, run_curves
from cnnlab.core.questions.augmented_run import NAMES, AugmentedPair
from cnnlab.figures.curves import FONT_SIZE, Line, Panel, curves
from cnnlab.figures.palette import RUNS
from cnnlab.ui.lessons.histories.labels import MOST, labels_of, titles_in_chart, width_of
from cnnlab.ui.lessons.histories.runs import Run
from cnnlab.ui.lessons.histories.settings import CONTROLS
from cnnlab.ui.shell.held import held
from cnnlab.ui.shell.language import _, current

HEIGHT = 260  # pixels
Named = tuple[str, str, str, History]  # the name, the label at the end of the line, the colour, and the history


def curves_of_runs(runs: Sequence[Run]) -> None:
    """The losses of the first few runs, by their names."""
    shown = runs[:MOST]
    titles = titles_in_chart(shown)
    labels = labels_of(titles, len(shown)) if len(shown) > 1 else dict.fromkeys(titles, "")
    _show([(titles[run.id], labels[run.id], colour, run.history) for run, colour in zip(shown, RUNS, strict=False)])


def curves_without_names(pair: AugmentedPair, place: str = "") -> None:
    """The losses of two runs as run A and run B, over the epochs of the shorter one."""
    names = [_(name) for name in NAMES]
    shown = zip(names, RUNS, pair.histories(), strict=False)
    _show([(name, name, colour, history) for name, colour, history in shown], place)


def _show(named: Sequence[Named], place: str = "") -> None:
    """Validation solid, training dashed; `place` tells apart two charts on one page."""
    figure = held(CONTROLS.key(f"asked_made{place}"), (named, current()), lambda: _figure(named))
    st.plotly_chart(figure, key=CONTROLS.key(f"asked_curves{place}"), config={"displayModeBar": False})
    st.caption(_("Solid: validation. Dashed: training."))


def _figure(named: Sequence[Named]) -> object:
    lines = [line for one in named for line in _lines(*one)]
    labels = {name: label for name, label, _colour, _history in named}
    width = width_of(labels, FONT_SIZE) if any(labels.values()) else 0
    return curves([Panel("loss", lines)], _("Epochs"), height=HEIGHT, labels=width)


def _lines(name: str, label: str, colour: str, history: History) -> Iterator[Line]:
    found = run_curves(history, "loss", along(history, "epochs") or [])
    if found is None:
        return
    drawn: tuple[tuple[Curve | None, str, bool], ...] = (
        (found.training, _("{run}, training"), True),
        (found.validation, _("{run}, validation"), False),
    )
    for curve, title, dashed in drawn:
        if curve is not None and curve.x:
            yield Line(
                title.format(run=name), colour, curve.x, curve.values, dashed=dashed, label="" if dashed else label
            )
