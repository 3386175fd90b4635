"""The bundled test pictures as a row of buttons."""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import streamlit as st

from cnnlab.core.digits import Piece
from cnnlab.ui.digit.digit_maps import Group, Part, packed

_HERE = Path(__file__).parent
_component = st.components.v2.component(
    "cnnlab_digit_strip",
    html="<div class='strip'></div>",
    css=(_HERE / "digit_strip.css").read_text(encoding="utf-8"),
    js="\n".join((_HERE / part).read_text(encoding="utf-8") for part in ("map_paint.js", "digit_strip.js")),
)


def digit_strip(
    pieces: Sequence[Piece], *, names: Sequence[str], chosen: str, on_picked: Callable[[], None], key: str
) -> None:
    """Show a button for each piece, `names` for readers who cannot see it; the one with the id `chosen` is pressed.

    A click calls `on_picked`, which finds the piece's id in the session's state, in `key`'s "picked".
    """
    pictures = np.stack([each.picture for each in pieces], axis=-1)
    group = Group("pieces", [Part(pictures, 0, 255, "greys")], (44, 44))
    data = packed([group], ids=[each.id for each in pieces], names=list(names), chosen=chosen)
    _component(data=data, key=key, height="content", on_picked_change=on_picked)
