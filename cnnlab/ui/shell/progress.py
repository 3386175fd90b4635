"""What a page shows while a task of the engine waits and runs."""

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
    "again": N_("Training this head again from its first epoch: the engine no longer has it as it was"),
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
    with place.container():
        with st.container(border=True):
            words, bar = st.empty(), st.empty()
            st.button(_("Cancel"), key=f"cancel_{key}", icon=":material/close:", on_click=on_cancel)
        if meanwhile:
            meanwhile()
    while not ticket.wait(TICK):
        words.markdown(_words(ticket))
        if progress := ticket.progress:  # read once: the engine clears it at the next stage
            bar.progress(progress[0] / progress[1])


def _words(ticket: Ticket[Any]) -> str:
    """Say what the task is doing, how long it has waited, started or run, and how long that took the last time."""
    state, stage, seconds = ticket.state, ticket.stage or "running", ticket.seconds
    last: float | None = None
    if state == WAITING:
        text = _("Waiting: position {position} in the queue").format(position=ticket.position)
    elif state == STARTING:
        text, last = _(STAGES[STARTING]), engine().status().start_seconds
    else:
        text = _(STAGES.get(stage, stage))
        last = sum(engine().last_seconds.get(type(ticket.request), {}).values())
    text += " · " + _("{seconds:.0f} s").format(seconds=seconds)
    return text + " · " + _("about {seconds:.1f} s last time").format(seconds=last) if last and last >= 0.05 else text
