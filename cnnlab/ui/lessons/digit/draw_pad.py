"""Paper to draw on, with the network's bars beside it: drawn in the browser, which tells the server what was drawn."""

import base64
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import streamlit as st

from cnnlab.core.digits import drawing
from cnnlab.ui.shell.language import _
from cnnlab.ui.widgets import controls
from cnnlab.ui.widgets.component import component

HERE = Path(__file__).parent
_component = component("pad", [HERE / "ink.js", HERE / "draw_pad.js"], HERE / "draw_pad.css")


def draw_pad(
    *,
    ink: str,
    picture: np.ndarray | None,
    like_mnist: bool,
    turn: int,
    answered: int,
    probabilities: np.ndarray | None,
    labels: Sequence[str],
    note: str,
    on_drawn: Callable[[], None],
    key: str,
) -> None:
    """Show `ink`, or where there is none `picture`, uint8 (28, 28), and a bar for each class; `note` below them.

    The paper takes both over when `turn` changes. While one draws it tells the window, in an event "cnnlab-drawn", the
    pixels, made as core.digits makes them, and shows what an event "cnnlab-computed" answers; once the hand is lifted,
    `on_drawn` finds {"ink", "number"} in the session's state, in `key`'s "drawn", and `probabilities` are shown as soon
    as that number comes back as `answered`.
    """
    _component(
        {
            "ink": ink,
            "picture": "" if picture is None else base64.b64encode(picture.tobytes()).decode(),
            "tried": st.session_state.get(controls.TRIED, 0),
            "likeMnist": like_mnist,
            "turn": turn,
            "answered": answered,
            "shares": [] if probabilities is None else [round(float(each), 6) for each in probabilities],
            "labels": list(labels),
            "note": note,
            "paper": paper(),
            "words": words(),
        },
        key,
        on_drawn_change=on_drawn,
    )


def words() -> dict[str, str]:
    """Every word that the paper says, in the reader's language."""
    return {
        "paper": _("Paper: draw a digit with the mouse or a finger"),
        "hint": _("Draw here"),
        "undo": _("Undo"),
        "clear": _("Clear"),
        "says": _("It says {label}"),
        "full": _("The paper takes no more ink: clear it, or undo a stroke."),
    }


def paper() -> dict[str, str | int]:
    """The numbers of core.digits that ink.js goes by."""
    return {
        "units": drawing.UNITS,
        "pen": drawing.PEN,
        "letters": drawing.ALPHABET,
        "most": drawing.MOST_INK,
        "side": drawing.SIDE,
        "box": drawing.BOX,
        "centre": drawing.CENTRE,
        "enlarged": drawing.MOST_ENLARGED,
    }
