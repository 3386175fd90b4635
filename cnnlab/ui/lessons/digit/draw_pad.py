"""The drawing area with the prediction's bars: it runs in the browser and tells the server what was drawn."""

import base64
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import streamlit as st

from cnnlab.core.digits import drawing
from cnnlab.ui.shell import keys
from cnnlab.ui.shell.language import _
from cnnlab.ui.widgets.component import component

HERE = Path(__file__).parent
_component = component("pad", HERE / "draw_pad.js", HERE / "draw_pad.css")


def draw_pad(
    *,
    ink: str,
    picture: np.ndarray | None,
    piece: str,
    like_mnist: bool,
    turn: str,
    answered: int,
    probabilities: np.ndarray | None,
    labels: Sequence[str],
    note: str,
    on_drawn: Callable[[], None],
    key: str,
) -> None:
    """Show `ink`, or `picture`, uint8 (28, 28), named `piece`, with a bar for each class and `note` below them.

    `ink` and `picture` are taken over when `turn` changes. While the visitor draws, a "cnnlab-drawn" event on the
    window has the pixels, computed as in core.digits, and the bars show what a "cnnlab-computed" event answers. When
    the pen is lifted, `on_drawn` finds {"ink", "number", "piece"} in the session state, in `key`'s "drawn"; `piece` is
    "" but where Undo has brought a picture back. `probabilities` are shown once that number comes back as `answered`.
    """
    _component(
        {
            "ink": ink,
            "piece": piece,
            "picture": "" if picture is None else base64.b64encode(picture.tobytes()).decode(),
            "tried": st.session_state.get(keys.TRIED, 0),
            "likeMnist": like_mnist,
            "turn": turn,
            "answered": answered,
            "shares": [] if probabilities is None else [round(float(share), 6) for share in probabilities],
            "labels": list(labels),
            "note": note,
            "paper": paper(),
            "words": words(),
        },
        key,
        on_drawn_change=on_drawn,
    )


def words() -> dict[str, str]:
    """Every text of the drawing area, in the visitor's language."""
    return {
        "paper": _("Drawing area: draw a digit with the mouse or a finger"),
        "hint": _("Draw here"),
        "undo": _("Undo"),
        "clear": _("Clear"),
        "prediction": _("Prediction: {label}"),
        "full": _("The drawing is full: clear it, or undo a stroke."),
    }


def paper() -> dict[str, str | int]:
    """The constants of core.digits that ink.js needs."""
    return {
        "units": drawing.UNITS,
        "pen": drawing.PEN,
        "letters": drawing.ALPHABET,
        "most": drawing.MAX_INK,
        "side": drawing.SIDE,
        "box": drawing.BOX,
        "centre": drawing.CENTRE,
        "enlarged": drawing.MAX_SCALE,
    }
