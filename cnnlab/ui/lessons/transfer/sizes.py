"""How many pictures are enough: the same head trained on more and more of them."""

from dataclasses import replace

import streamlit as st

from cnnlab.core.errors import N_
from cnnlab.core.history import standard_error
from cnnlab.core.requests import TrainHead
from cnnlab.core.transfer import HeadRun, HeadSettings
from cnnlab.figures.curves import Line, Panel, curves
from cnnlab.figures.palette import RUNS
from cnnlab.ui.lessons.transfer.answer import Answer
from cnnlab.ui.lessons.transfer.settings import CONTROLS, PICTURES
from cnnlab.ui.shell.ask import ask, recalled
from cnnlab.ui.shell.held import held
from cnnlab.ui.shell.language import _, current, lesson
from cnnlab.ui.widgets.table import table

TITLE = N_("How many pictures")
WANTED = CONTROLS.key("held_sizes")  # the settings whose learning curve the visitor has asked for
EPOCHS = 20


def sizes(settings: HeadSettings, answer: Answer | None) -> None:
    """The best validation accuracy by the number of training pictures."""
    st.markdown(lesson("transfer", "sizes"), width=840)
    wanted = replace(settings, pictures=PICTURES[-1])
    requests = [_request(replace(wanted, pictures=count)) for count in PICTURES]
    known = {request.settings.pictures: found.value for request in requests if (found := recalled(request))}
    place = st.empty()
    if len(known) < len(requests) and st.session_state.get(WANTED) != wanted:
        st.button(
            _("Train on {counts} pictures").format(counts=", ".join(f"{count:,}" for count in PICTURES)),
            key=CONTROLS.key("train_sizes"), icon=":material/play_arrow:", wrap=True, on_click=_want, args=(wanted,),
        )  # fmt: skip
    _draw(place, settings, known)
    if st.session_state.get(WANTED) != wanted:
        return
    for request in requests:
        count = request.settings.pictures
        for epoch in range(1, request.epoch + 1) if count not in known else ():
            result = ask(TrainHead(request.settings, epoch), part="sizes")
            if result is None:
                return
            if epoch == request.epoch:
                known[count] = result.value
                _draw(place, settings, known)


def _request(settings: HeadSettings) -> TrainHead:
    return TrainHead(settings, settings.epochs)


def _want(settings: HeadSettings) -> None:
    st.session_state[WANTED] = settings


def best(run: HeadRun) -> float:
    """The highest validation accuracy of a run."""
    return max(run.metrics["val_accuracy"])


def _draw(place: object, settings: HeadSettings, known: dict[int, HeadRun]) -> None:
    """The curve and the table of the sizes that are known."""
    if not known:
        return
    given = (settings, tuple(known), current())
    figure = held(CONTROLS.key("sizes_made"), given, lambda: _figure(known))
    with place.container():  # type: ignore[attr-defined]
        st.plotly_chart(figure, key=f"{CONTROLS.key('sizes')}_{len(known)}", config={"displayModeBar": False})
        rows = [
            [f"{count:,}", f"{best(run):.3f}", f"{standard_error(best(run), 1000):.3f}", f"{sum(run.seconds):.1f} s"]
            for count, run in sorted(known.items())
        ]
        heads = [_("Training pictures"), _("Best validation accuracy"), _("± standard error"), _("Time")]
        st.markdown(table(heads, rows))


def _figure(known: dict[int, HeadRun]) -> object:
    counts = sorted(known)
    values = [best(known[count]) for count in counts]
    name = _("Best validation accuracy")
    figure = curves([Panel(name, [Line(name, RUNS[0], counts, values)])], _("Training pictures"), height=320)
    figure.update_layout(xaxis={"type": "log", "range": [0.9, 3.4], "tickvals": list(PICTURES)})
    figure.update_traces(mode="lines+markers")
    return figure
