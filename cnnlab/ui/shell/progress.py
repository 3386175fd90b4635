"""What a page shows while a task of the engine waits and runs."""

import time
from collections.abc import Callable
from typing import Any

import streamlit as st

from cnnlab.core.errors import N_
from cnnlab.engine.ticket import STARTING, WAITING, Ticket
from cnnlab.ui.shell.cache import engine
from cnnlab.ui.shell.language import _

TICK = 0.2  # seconds between updates

STAGES = {
    STARTING: N_("Starting the engine"),
    "loading": N_("Loading the model"),
    "compiling": N_("Compiling for this model and layer"),
    "running": N_("Computing"),
}


def show_progress(
    ticket: Ticket[Any],
    place: Any,
    key: str,
    meanwhile: Callable[[], object] | None,
    on_cancel: Callable[[], None],
) -> None:
    """Show a task's progress with a button to cancel it, above what `meanwhile` draws, until the task has ended.

    Every update writes to the page, which is where Streamlit stops this script if the visitor has moved on.
    """
    started = time.perf_counter()
    with place.container():
        with st.container(border=True):
            words, bar = st.empty(), st.empty()
            st.button(_("Cancel"), key=f"cancel_{key}", icon=":material/close:", on_click=on_cancel)
        if meanwhile:
            meanwhile()
    while not ticket.wait(TICK):
        words.markdown(_words(ticket, time.perf_counter() - started))
        if ticket.progress:
            bar.progress(ticket.progress[0] / ticket.progress[1])


def _words(ticket: Ticket[Any], seconds: float) -> str:
    if ticket.state == WAITING:
        text = _("Waiting: position {position} in the queue").format(position=ticket.position)
    else:
        text = _(STAGES.get(ticket.stage, ticket.stage))
    text += " · " + _("{seconds:.0f} s").format(seconds=seconds)
    last = _last_time(ticket)
    return text if last is None else text + " · " + _("about {seconds:.1f} s last time").format(seconds=last)


def _last_time(ticket: Ticket[Any]) -> float | None:
    if ticket.state == STARTING:
        return engine().status().start_seconds
    return engine().last_seconds.get(type(ticket.request), {}).get(ticket.stage)
