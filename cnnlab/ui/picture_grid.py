"""A grid of pictures in the browser; pointing at one shows what it was made of."""

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import streamlit as st

from cnnlab.figures.encode import sheet
from cnnlab.ui import controls
from cnnlab.ui.language import _

_HERE = Path(__file__).parent
_component = st.components.v2.component(
    "cnnlab_picture_grid",
    html="<div class='pictures'></div>",
    css=(_HERE / "picture_grid.css").read_text(encoding="utf-8"),
    js=(_HERE / "picture_grid.js").read_text(encoding="utf-8"),
)


def picture_grid(
    tiles: Sequence[np.ndarray],
    originals: Sequence[np.ndarray],
    captions: Sequence[str],
    columns: int,
    key: str,
    widest: int = 340,
    follows: bool = False,
    told: bool = False,
) -> None:
    """Show uint8 pictures (height, width, 3), all of one size, `columns` in a row, each at most `widest` pixels wide.

    `originals` are one for all or one a picture, of one size too. A caption of "" takes no room.
    With `told` the captions stand below the grid, that of the picture which is pointed at.
    With `follows` the grid comes into sight when a contrast was asked for.
    """
    header = {
        "tile": [*tiles[0].shape[:2]],
        "original": [*originals[0].shape[:2]],
        "originals": len(originals),
        "captions": list(captions),
        "columns": columns,
        "told": told,
        "widest": widest,
        "tried": st.session_state.get(controls.TRIED, 0) if follows else 0,
        "words": {"original": _("The original"), "picture": _("Picture {number}")},
    }
    blobs = [sheet(tiles), sheet(originals)]
    header["sizes"] = [len(each) for each in blobs]
    text = json.dumps(header).encode()
    _component(data=len(text).to_bytes(4, "little") + text + b"".join(blobs), key=key, height="content")
