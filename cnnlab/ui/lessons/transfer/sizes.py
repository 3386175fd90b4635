"""How many pictures are enough: the same head trained on more and more of them."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import streamlit as st

from cnnlab.core.errors import N_
from cnnlab.core.history import standard_error
from cnnlab.core.requests import TrainHead
from cnnlab.core.transfer import HeadRun, HeadSettings
from cnnlab.core.transfer.learning_curve import enough
from cnnlab.figures.curves import Line, Panel, curves
from cnnlab.figures.palette import RUNS
from cnnlab.ui.lessons.transfer.answer import Answer
from cnnlab.ui.lessons.transfer.live import stoppable_bar
from cnnlab.ui.lessons.transfer.settings import CONTROLS, PICTURES, VALIDATION
from cnnlab.ui.shell.ask import ask, recalled
from cnnlab.ui.shell.held import held
from cnnlab.ui.shell.language import _, current, lesson
from cnnlab.ui.widgets.table import table

TITLE = N_("How many pictures")
WANTED = CONTROLS.key("held_sizes")  # the settings whose learning curve the visitor has asked for
Known = dict[int, HeadRun]  # by the number of training pictures


def sizes(settings: HeadSettings, _answer: Answer | None) -> None:
    """The validation accuracy after the last epoch, by the number of training pictures."""
    st.markdown(lesson("transfer", "sizes"), width=840)
    requests = [TrainHead(replace(settings, pictures=count), settings.epochs) for count in PICTURES]
    known = {request.settings.pictures: found.value for request in requests if (found := recalled(request))}
    missing = [request for request in requests if request.settings.pictures not in known]
    wanted = replace(settings, pictures=PICTURES[-1])
    above, place = st.empty(), st.empty()
    if missing and st.session_state.get(WANTED) != wanted:
        above.button(
            _("Train on {counts} pictures").format(counts=", ".join(f"{count:,}" for count in PICTURES)),
            key=CONTROLS.key("train_sizes"), icon=":material/play_arrow:", wrap=True, on_click=_want, args=(wanted,),
        )  # fmt: skip
        missing = []
    _draw(place, settings, known)
    _train(missing, above, place, settings, known)


def _train(missing: Sequence[TrainHead], above: Any, place: Any, settings: HeadSettings, known: Known) -> None:
    """Train the heads that are missing, one epoch a request; draw each when it is finished."""
    if not missing:
        return
    bar = stoppable_bar(above, CONTROLS.key("stop_sizes"), _want, None)
    for request in missing:
        count = request.settings.pictures
        for epoch in range(1, request.epoch + 1):
            bar.progress(epoch / request.epoch, _("{count} pictures").format(count=f"{count:,}"))
            result = ask(TrainHead(request.settings, epoch), part="sizes")
            if result is None:
                return
            known[count] = result.value
        _draw(place, settings, known)
    above.empty()


def _want(settings: HeadSettings | None) -> None:
    st.session_state[WANTED] = settings


def _draw(place: Any, settings: HeadSettings, known: Known) -> None:
    """The curve and the table of two sizes or more, and what they say once all sizes are there."""
    if len(known) < 2:
        return
    accuracies = {count: known[count].metrics["val_accuracy"][-1] for count in sorted(known)}
    given = (settings, tuple(known), current())
    figure = held(CONTROLS.key("sizes_made"), given, lambda: _figure(accuracies))
    with place.container():
        if len(known) == len(PICTURES):
            text = _("From {count} pictures on, the differences in accuracy could be chance.")
            st.markdown(f"**{text.format(count=f'{enough(accuracies, VALIDATION):,}')}**")
        st.plotly_chart(figure, key=f"{CONTROLS.key('sizes')}_{len(known)}", config={"displayModeBar": False})
        rows = [
            [
                f"{count:,}",
                f"{accuracy:.3f}",
                f"{standard_error(accuracy, VALIDATION):.3f}",
                _("{seconds} s").format(seconds=f"{sum(known[count].seconds):.1f}"),
            ]
            for count, accuracy in accuracies.items()
        ]
        heads = [_("Training pictures"), _("Validation accuracy"), _("± standard error"), _("Time")]
        st.markdown(table(heads, rows))


def _figure(accuracies: dict[int, float]) -> object:
    name, values = _("Validation accuracy"), list(accuracies.values())
    line = Line(name, RUNS[0], list(accuracies), values)
    figure = curves([Panel(name, [line], bounds=(min(values) - 0.02, 1.01))], _("Training pictures"), height=320)
    figure.update_layout(xaxis={"type": "log", "range": [0.9, 3.4], "tickvals": list(PICTURES)})
    figure.update_traces(mode="lines+markers")
    return figure
