"""A grid of pictures in the browser; pointing at one shows what it was made of."""

from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from cnnlab.figures.encode import PictureStrip
from cnnlab.ui.shell import keys
from cnnlab.ui.shell.language import _
from cnnlab.ui.widgets.component import Parts, component

HERE = Path(__file__).parent
_component = component("pictures", HERE / "picture_grid.js", HERE / "picture_grid.css")


def picture_grid(
    tiles: PictureStrip,
    originals: PictureStrip,
    captions: Sequence[str],
    columns: int,
    key: str,
    widest: int = 340,
    follows: bool = False,
    told: bool = False,
) -> None:
    """Show the pictures of a strip, `columns` in a row, each at most `widest` pixels wide.

    `originals` has one original for all pictures, or one for each. Strips are encoded where the pictures are computed,
    and remembered there, so a page that has not changed encodes nothing. An empty caption takes no space.
    With `told` there is one caption below the grid, that of the picture under the pointer.
    With `follows` the grid is a page's figure: it fits the screen, and scrolls into view after a click on a contrast.
    """
    header = {
        "tile": [tiles.height, tiles.width],
        "original": [originals.height, originals.width],
        "originals": originals.count,
        "captions": list(captions),
        "columns": columns,
        "told": told,
        "fits": follows,
        "widest": widest,
        "tried": st.session_state.get(keys.TRIED, 0) if follows else 0,
        "words": {"original": _("The original"), "picture": _("Picture {number}")},
    }
    header["sizes"] = [len(tiles.file), len(originals.file)]
    _component(Parts(header, (tiles.name, tiles.file), (originals.name, originals.file)), key)
