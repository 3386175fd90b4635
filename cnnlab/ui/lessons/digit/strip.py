"""The bundled test pictures as a row of buttons."""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from cnnlab.core.digits import Piece
from cnnlab.ui.widgets import feature_maps
from cnnlab.ui.widgets.component import component
from cnnlab.ui.widgets.feature_maps import Group, Part, packed

HERE = Path(__file__).parent
_component = component("strip", [feature_maps.PAINT, HERE / "strip.js"], HERE / "strip.css")


def digit_strip(
    pieces: Sequence[Piece], *, names: Sequence[str], chosen: str, on_picked: Callable[[], None], key: str
) -> None:
    """Show a button for each piece, `names` for readers who cannot see it; the one with the id `chosen` is pressed.

    A click calls `on_picked`, which finds the piece's id in the session's state, in `key`'s "picked".
    """
    pictures = np.stack([each.picture for each in pieces], axis=-1)
    group = Group("pieces", [Part(pictures, 0, 255, "greys")], (44, 44))
    data = packed([group], ids=[each.id for each in pieces], names=list(names), chosen=chosen)
    _component(data, key, on_picked_change=on_picked)
