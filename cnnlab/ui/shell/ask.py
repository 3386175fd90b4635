"""A page asks the engine: what it is doing while it does, what went wrong when it does, cancel and try again."""

import time
from collections.abc import Callable
from typing import Any

import streamlit as st

from cnnlab.core.cards import stamp
from cnnlab.core.errors import N_
from cnnlab.engine import EngineError
from cnnlab.engine.errors import TaskCancelled
from cnnlab.engine.ticket import STARTING, WAITING, Answer, Ticket
from cnnlab.ui.shell.cache import Named, answers, engine, key_of, own_answers, running
from cnnlab.ui.shell.language import _, error_text
from cnnlab.ui.shell.remembered import Remembered

PATIENCE = 0.3  # seconds without a word: a warm engine answers within them
GIB = 1 << 30
TICK = 0.2  # seconds between two looks at a task that takes longer

STAGES = {
    STARTING: N_("Getting ready: the engine starts"),
    "loading": N_("Loading the model"),
    "compiling": N_("Compiling for this model and layer"),
    "running": N_("Computing"),
}


def ask(
    task: str,
    meanwhile: Callable[[], object] | None = None,
    *,
    own: bool = False,
    made: Callable[[dict[str, Any]], Any] | None = None,
    part: str = "",
    shown: dict[str, Any] | None = None,
    **arguments: Any,
) -> Answer | None:
    """The engine's answer, from its last answers where it is there; None when it was refused, failed or cancelled.

    `made` makes of the task's value what the page shows, and that is what is remembered; `shown` says on what that
    depends besides the arguments. An argument may be Named: it is then made only when the engine is asked. With `own`
    the answer stays in this visitor's session, as all does that is made of a visitor's own picture or drawing. `part`
    is another one for each part of a page that asks for the same: a page has no two buttons of one key.

    While the task runs, what it is doing stands where the page is now, above what `meanwhile` draws; afterwards nothing
    is left of either. Visitors who ask the same meanwhile wait for the same task. A visitor who changes a setting or
    leaves ends this script, and with it the task, unless others wait for it.
    """
    key, remembered = _where(task, own, made, shown, arguments)
    if (known := remembered.get(key)) is not None:
        return known
    place = st.empty()
    if st.session_state.get("cancelled") == key:
        _offer_again(place, part + key, _("Cancelled. Nothing was changed; you can run it again."))
        return None
    try:
        answer = _of_the_engine(task, key, remembered, place, part, meanwhile, made, arguments)
    except TaskCancelled:  # the next run says so
        return None
    except EngineError as error:
        _offer_again(place, part + key, error_text(error))
        return None
    place.empty()
    return answer


def _of_the_engine(
    task: str,
    key: str,
    remembered: Remembered,
    place: Any,
    part: str,
    meanwhile: Callable | None,
    made: Callable | None,
    arguments: dict[str, Any],
) -> Answer:
    """Wait for the task of that key, with others who do or alone; EngineError where it fails or is cancelled."""
    whole: dict[str, Any] = {
        name: value.make() if isinstance(value, Named) else value for name, value in arguments.items()
    }
    shared = running().join(key, remembered, lambda: engine().submit(task, **whole))
    if isinstance(shared, Answer):
        return shared
    try:
        if not shared.ticket.wait(PATIENCE):
            _show_until_ended(shared.ticket, place, key, part, meanwhile)
        answer = shared.answer(made)
        remembered.put(key, answer)
        return answer
    finally:
        running().leave(key, shared)


def recalled(
    task: str,
    *,
    own: bool = False,
    made: Callable[[dict[str, Any]], Any] | None = None,
    shown: dict[str, Any] | None = None,
    **arguments: Any,
) -> Answer | None:
    """What `ask` would answer with these arguments without asking the engine; None where it would have to ask."""
    key, remembered = _where(task, own, made, shown, arguments)
    return remembered.get(key)


def _where(
    task: str, own: bool, made: Callable | None, shown: dict[str, Any] | None, arguments: dict[str, Any]
) -> tuple[str, Remembered]:
    """The key of an answer, and among which answers it is remembered."""
    maker = made and f"{made.__module__}.{made.__qualname__}"
    more = {"made": maker, "models": stamp()}  # an answer of a model's file is none of the file that replaces it
    return key_of(task, {**arguments, **(shown or {}), **more}), own_answers() if own else answers()


def _show_until_ended(ticket: Ticket, place: Any, key: str, part: str, meanwhile: Callable | None) -> None:
    """Every look writes to the page, and there Streamlit ends this script when the visitor has moved on."""
    started = time.perf_counter()
    with place.container():
        with st.container(border=True):
            words, bar = st.empty(), st.empty()
            st.button(
                _("Cancel"),
                key=f"cancel_{part}{key}",
                icon=":material/close:",
                on_click=_remember_cancelled,
                args=(key,),
            )
        if meanwhile:
            meanwhile()
    while not ticket.wait(TICK):
        words.markdown(_doing(ticket, time.perf_counter() - started))
        if ticket.progress:
            bar.progress(ticket.progress[0] / ticket.progress[1])


def _doing(ticket: Ticket, seconds: float) -> str:
    if ticket.state == WAITING:
        text = _("Waiting: place {place} in the queue").format(place=ticket.place)
    else:
        text = _(STAGES.get(ticket.stage, ticket.stage))
    text += " · " + _("{seconds:.0f} s").format(seconds=seconds)
    last = _last_time(ticket)
    return text if last is None else text + " · " + _("about {seconds:.1f} s last time").format(seconds=last)


def _last_time(ticket: Ticket) -> float | None:
    if ticket.state == STARTING:
        return engine().status().start_seconds
    return engine().last_seconds.get(ticket.name, {}).get(ticket.stage)


def _offer_again(place: Any, key: str, text: str) -> None:
    with place.container():
        st.warning(text, icon=":material/error:")
        st.button(_("Try again"), key=f"try_again_{key}", icon=":material/refresh:", on_click=_forget_cancelled)


def _remember_cancelled(key: str) -> None:
    st.session_state["cancelled"] = key


def _forget_cancelled() -> None:
    st.session_state.pop("cancelled", None)


def say_where(value: dict[str, Any]) -> None:
    """That the answer came from the CPU because the GPU's memory did not suffice, where it was so."""
    if value.get("on_cpu"):
        st.info(_("The GPU ran out of memory; this was computed on the CPU."), icon=":material/memory:")


def device_line() -> str:
    """Which device models run on, or that none has been asked for yet."""
    status = engine().status()
    if status.about is None:
        return _("Asleep: it starts with the first lesson that needs a model.")
    device = status.about["device"]
    memory = _("{size} GiB of memory").format(size=round(device["memory"] / GIB)) if device["memory"] else ""
    parts = [device["kind"], device["name"], memory, _("{cores} cores").format(cores=device["cores"])]
    parts += [device["precision"], _("Keras {version} on {backend}").format(version=device["keras"], **device)]
    return " · ".join(each for each in parts if each)
