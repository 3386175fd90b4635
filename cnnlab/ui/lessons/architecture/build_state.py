"""The network that a visitor puts together: as a text in the session and in the link, with the steps that led to it."""

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from cnnlab.core.errors import CnnLabError
from cnnlab.core.network.building import Edits, Plan, format_plan, new_item, read_plan
from cnnlab.core.network.building.presets import DIGITS
from cnnlab.core.network.building.taken import plan_of
from cnnlab.core.network.typed_size import typed_shape
from cnnlab.ui.lessons.architecture import LESSON
from cnnlab.ui.lessons.architecture.given import Given
from cnnlab.ui.shell import keys, link
from cnnlab.ui.shell.errors import show_error
from cnnlab.ui.shell.held import held, memory

NET = f"{LESSON.prefix}built"  # the text, once it is the link's or the visitor's own; before, it is that of `start`
CHOSEN = f"{LESSON.prefix}built_at"  # the place of the chosen layer, or INPUT
INPUT = -1
STEPS = f"{LESSON.prefix}built_steps"  # the network of NET with its steps, and
STARTED = f"{LESSON.prefix}built_started"  # the text of the last `start`; both are kept out of the link
SAID = f"{LESSON.prefix}built_refused"  # the error of the last edit or of the link; kept out of the link


def edits(given: Given, input_size: str) -> Edits:
    """The network now, and the steps before and after it.

    It is the network above with this input size, as typed, until the visitor's first step, or the link's.
    """
    first = start(given, input_size)[0]
    _take_link()
    before = memory().get(STARTED, first)
    if untouched() and before.partition(".")[2] != first.partition(".")[2]:  # other layers, not another size alone
        st.session_state[CHOSEN] = 0
    memory()[STARTED] = first
    found = _held()
    link.keep(NET, st.session_state.get(NET))
    return found


def start(given: Given, input_size: str) -> tuple[str, CnnLabError | None]:
    """The text of the network above, or that of the digit network, and why a list cannot have the one above.

    Where only the size cannot be, the page says so elsewhere, and the network has its own.
    """
    return held(f"{NET}:start", (given, input_size), lambda: _start(given, input_size))


def _start(given: Given, input_size: str) -> tuple[str, CnnLabError | None]:
    for size in (input_size, ""):
        try:
            return format_plan(above(given, size)), None
        except CnnLabError as error:
            reason = error
    return DIGITS, reason


def above(given: Given, input_size: str) -> Plan:
    """The network above as a list. Raises NetworkError for one that no list can have."""
    return plan_of(given.network, typed_shape(given.network, input_size))


def untouched() -> bool:
    """Whether the network is still the one that the list starts with."""
    return NET not in st.session_state


def _held() -> Edits:
    if untouched():
        return Edits(read_plan(memory().get(STARTED, DIGITS)))
    text, remembered = st.session_state[NET], memory().get(STEPS)
    found = remembered if remembered and format_plan(remembered.plan) == text else Edits(read_plan(text))
    memory()[STEPS] = found
    return found


def _take_link() -> None:
    """The text in the link, if it describes a network."""
    asked = link.asked(NET) if untouched() else None
    if asked is None:
        return
    memory().pop(SAID, None)
    try:
        st.session_state[NET] = format_plan(read_plan(asked))
    except CnnLabError as error:
        _say(error)


def tell_refused() -> None:
    """Say why the last edit, or what the link describes, was refused."""
    turn, error = memory().get(SAID, (None, None))
    if error and turn == st.session_state.get(keys.TURNS, 0):  # no reset since then
        show_error(error)


def _say(error: CnnLabError) -> None:
    memory()[SAID] = st.session_state.get(keys.TURNS, 0), error


def change(make: Callable[[Plan], Plan], chosen: int | None = None) -> None:
    """A step of the visitor, in a callback; then the layer at `chosen` is the chosen one."""
    memory().pop(SAID, None)
    before = _held()
    try:
        _hold(before.done(make(before.plan)), chosen)
    except CnnLabError as error:
        _say(error)


def _chosen(plan: Plan) -> int:
    """The place of the chosen layer, in a callback: a click may come before the page has drawn the choice before it."""
    chosen: int = st.session_state.get(CHOSEN, 0)
    return min(chosen, len(plan.items) - 1)


def add(kind: str) -> None:
    """A layer of this kind after the chosen one."""
    place = _chosen(_held().plan) + 1
    change(lambda plan: plan.added(place, new_item(kind)), place)


def edit(place: int, kind: str, name: str, key: str, options: Mapping[str, Any] | None = None) -> None:
    """What a control says of a layer, unless another layer has come into its place meanwhile.

    A control with `options` holds the word for a value.
    """
    value = st.session_state[key]
    if options is not None:
        value = options[value]
    change(lambda plan: plan.edited(place, name, value) if _is(plan, place, kind) else plan)


def resize(axis: int, key: str) -> None:
    """What a control says of one axis of the input."""
    value = st.session_state[key]
    change(lambda plan: Plan((*plan.input_shape[:axis], value, *plan.input_shape[axis + 1 :]), plan.items))


def remove() -> None:
    """Remove the chosen layer."""
    place = _chosen(_held().plan)
    if place != INPUT:
        change(lambda plan: plan.removed(place), max(place - 1, 0))


def move(by: int) -> None:
    """Move the chosen layer, where there is a place for it."""
    plan = _held().plan
    place = _chosen(plan)
    if place != INPUT and 0 <= place + by < len(plan.items):
        change(lambda plan: plan.moved(place, place + by), place + by)


def undo() -> None:
    memory().pop(SAID, None)
    _hold(_held().back())


def redo() -> None:
    memory().pop(SAID, None)
    _hold(_held().forth())


def _is(plan: Plan, place: int, kind: str) -> bool:
    return place < len(plan.items) and plan.items[place].kind == kind


def _hold(found: Edits, chosen: int | None = None) -> None:
    if found.before or not untouched():  # a list that is the same is no step
        memory()[STEPS] = found
        st.session_state[NET] = format_plan(found.plan)
    if chosen is not None:
        st.session_state[CHOSEN] = min(chosen, len(found.plan.items) - 1)
