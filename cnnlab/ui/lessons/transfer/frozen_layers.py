"""The controls that say which layers are frozen: one selection, told by a slice, by a number, or by clicks."""

import streamlit as st

from cnnlab.core.errors import CnnLabError
from cnnlab.core.transfer.bases import Base, base
from cnnlab.core.transfer.freezing import (
    all_but_last,
    as_ranges,
    as_slice,
    first_layers,
    from_ranges,
    left_at_the_end,
    sliced,
)
from cnnlab.ui.lessons.transfer.layer_column import clicked
from cnnlab.ui.lessons.transfer.settings import CONTROLS
from cnnlab.ui.shell import link
from cnnlab.ui.shell.errors import show_error
from cnnlab.ui.shell.language import _
from cnnlab.ui.widgets.controls import whole

BASE, FROZEN, LAST, SLICE = (CONTROLS.key(name) for name in ("base", "frozen", "last", "slice"))
DIGITS = 4  # of a number in the link


def controls(known: Base) -> frozenset[int]:
    """Draw the controls; return the indices of the frozen layers."""
    if FROZEN not in st.session_state:
        _start(known)
    frozen = from_ranges(st.session_state[FROZEN], len(known.layers))
    whole(
        _("Layers that train, from the end"), 0, len(known.layers), LAST, left_at_the_end(known, frozen),
        on_change=_take_last,
    )  # fmt: skip
    text = st.text_input(
        _("Frozen layers, as a slice · `layers[...]`"),
        key=SLICE,
        on_change=_take_slice,
        placeholder=_("not a single slice"),
        persist_state="session",
    )
    link.keep(SLICE, text, as_slice(known, frozen))
    link.keep(FROZEN, st.session_state[FROZEN], as_ranges(_usual(known)))
    _explain(known, text)
    return frozen


def _explain(known: Base, text: str) -> None:
    """How many layers the slice takes, or why it cannot be read."""
    if not text.strip():
        return
    try:
        taken = sliced(text, len(known.layers))
    except CnnLabError as error:
        show_error(error)
        return
    said = _("Takes {taken} of {total} layers, {weighted} of them with weights.")
    words = [said.format(taken=len(taken), total=len(known.layers), weighted=len(taken & known.weighted))]
    if instead := first_layers(text):
        words.append(
            _("A single number is one layer, counted from 0. Write `{slice}` for the first ones.").format(slice=instead)
        )
    st.caption(" ".join(words))


def _start(known: Base) -> None:
    """Freeze what the link says, or else everything before the layer at which fine-tuning usually starts."""
    total, text, last = len(known.layers), link.asked(SLICE), link.asked(LAST) or ""
    frozen = _usual(known)
    if (asked := link.asked(FROZEN)) is not None:
        frozen = from_ranges(asked, total)
    elif text is not None:
        frozen = _read(text, known, frozen)
    elif last.isdecimal() and len(last) <= DIGITS:
        frozen = all_but_last(int(last), total)
    _freeze(known, frozen, as_slice(known, frozen) if text is None else text)


def _usual(known: Base) -> frozenset[int]:
    return frozenset(range(known.first_to_tune))


def _freeze(known: Base, frozen: frozenset[int], text: str) -> None:
    """Set the selection, and the slice and the number that tell it."""
    st.session_state[FROZEN], st.session_state[SLICE] = as_ranges(frozen), text
    st.session_state[LAST] = left_at_the_end(known, frozen)


def _read(text: str, known: Base, otherwise: frozenset[int]) -> frozenset[int]:
    try:
        return sliced(text, len(known.layers))
    except CnnLabError:
        return otherwise


def _chosen() -> Base:
    return base(st.session_state[BASE])


def take_click() -> None:
    """Take over what a click in the column has frozen or thawed; a slice that says the same takes its place."""
    known, frozen = _chosen(), clicked()
    text = as_slice(known, frozen)
    _freeze(known, _read(text, known, frozen & known.weighted), text)


def _take_last() -> None:
    total = len(_chosen().layers)
    frozen = all_but_last(st.session_state[LAST], total)
    _freeze(_chosen(), frozen, f"layers[:{len(frozen) - total}]" if len(frozen) < total else "layers[:]")


def _take_slice() -> None:
    known, before, text = _chosen(), st.session_state[FROZEN], st.session_state[SLICE]
    _freeze(known, _read(text, known, from_ranges(before, len(known.layers))), text)


def forget() -> None:
    """Start another base with its own usual selection."""
    for key in (FROZEN, LAST, SLICE):
        st.session_state.pop(key, None)
    link.change_next(dict.fromkeys((FROZEN, LAST, SLICE)))
