"""Paper to draw on, with the network's bars beside it: drawn in the browser, which tells the server what was drawn."""

import base64
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import streamlit as st

from cnnlab.core import digits
from cnnlab.ui.language import _

_HERE = Path(__file__).parent
_component = st.components.v2.component(
    "cnnlab_draw_pad",
    html="<div class='pad'></div>",
    css=(_HERE / "draw_pad.css").read_text(encoding="utf-8"),
    js=(_HERE / "draw_pad.js").read_text(encoding="utf-8"),
)


def draw_pad(
    *,
    ink: str,
    picture: np.ndarray | None,
    turn: int,
    answered: int,
    probabilities: np.ndarray | None,
    labels: Sequence[str],
    note: str,
    on_drawn: Callable[[], None],
    key: str,
) -> None:
    """Show `ink`, or where there is none `picture`, uint8 (28, 28), and a bar for each class; `note` below them.

    The paper takes both over when `turn` changes; else the hand is ahead of the server. While one draws,
    `on_drawn` finds {"ink", "number", "lifted"} in the session's state, in `key`'s "drawn"; the next one is sent when
    its number comes back as `answered`, so that a slow server gets few and a quick one many. `lifted` is true when
    the hand has left the paper.
    """
    _component(
        data={
            "ink": ink,
            "picture": "" if picture is None else base64.b64encode(picture.tobytes()).decode(),
            "turn": turn,
            "answered": answered,
            "shares": [] if probabilities is None else [round(float(each), 4) for each in probabilities],
            "labels": list(labels),
            "note": note,
            "paper": {
                "units": digits.UNITS,
                "pen": digits.PEN,
                "letters": digits.ALPHABET,
                "most": digits.MOST_INK,
                "side": digits.SIDE,
            },
            "words": words(),
        },
        key=key,
        height="content",
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
