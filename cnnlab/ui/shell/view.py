"""How a page is viewed, as its link says: presented (`present=1`), printed (`print=1`), with parts hidden (`hide=`)."""

from collections.abc import Iterable
from contextvars import ContextVar
from dataclasses import dataclass

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from cnnlab.ui.shell.language import _

PRESENTER = "presenter"  # in the session
PRESENT, PRINT, HIDE = "present", "print", "hide"  # in the link
MOST, LONGEST = 5, 30  # unknown names of a link that are told, and their letters
CONTROLS, TRIES, NUMBERS, FIGURE, ANSWERS = PARTS = ("controls", "try", "numbers", "figure", "answers")
OUTPUT = "output"  # of the figure, until the window has passed it; on the pages with a stepper


@dataclass(frozen=True)
class _View:
    presenting: bool
    printing: bool
    hidden: tuple[str, ...]


_of_this_run: ContextVar[_View] = ContextVar("view")


def choose_presenter() -> None:
    """At first the link's `present` counts, afterwards the visitor's choice; the link then follows it."""
    if PRESENTER not in st.session_state:
        st.session_state[PRESENTER] = st.query_params.get(PRESENT) == "1"


def start_run() -> None:
    """Find how this run, of a page or of a fragment, is viewed, once; a run asks for that about forty times.

    Callbacks come before it: what they ask is how the run before was viewed.
    """
    _of_this_run.set(_found())


def _current() -> _View:
    return _of_this_run.get(None) or _found()


def _found() -> _View:
    printed = st.query_params.get(PRINT) == "1"
    hide = filter(None, (name.strip() for name in st.query_params.get(HIDE, "").split(",")))
    return _View(bool(st.session_state.get(PRESENTER)) and not printed, printed, tuple(hide))


def presenting() -> bool:
    """Whether the page is made for a projector: larger, without sidebar, with its controls behind a button."""
    return _current().presenting


def printing() -> bool:
    """Whether every part of the page is shown, for paper."""
    return _current().printing


def hidden() -> tuple[str, ...]:
    """The names in the link's `hide`, in their order; some may name no part of the page.

    Hiding is for one page: a link to another one does not hold it.
    """
    return _current().hidden


def hides(part: str) -> bool:
    """Whether the link hides a part, which is then not sent to the browser."""
    return part in hidden()


def nowhere() -> DeltaGenerator:
    """A container that Streamlit never sends: controls within it have their values, and are not on the page."""
    return DeltaGenerator(root_container=None)


def tell_unknown(more: Iterable[str]) -> None:
    """Say which names of the link's `hide` no part of this page has; `more` are the names of its tabs and own parts."""
    names = [*PARTS, *more]
    if unknown := [name for name in hidden() if name not in names]:
        text = _("The link asks to hide {unknown}, which this page does not have. It can hide: {names}.")
        told = ", ".join(f"`{name[:LONGEST].replace('`', '')}`" for name in unknown[:MOST])
        st.warning(text.format(unknown=told, names=", ".join(names)), icon=":material/link:")
