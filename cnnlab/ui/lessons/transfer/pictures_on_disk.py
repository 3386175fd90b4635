"""Pictures of the data set by their numbers, on a server whose owner has the data set."""

from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from cnnlab.core.errors import CnnLabError
from cnnlab.core.pictures import square
from cnnlab.core.transfer.pictures import data_folder, picture_of
from cnnlab.figures.encode import jpeg_uri
from cnnlab.ui.lessons.transfer.settings import CONTROLS
from cnnlab.ui.shell.errors import show_error
from cnnlab.ui.shell.held import held
from cnnlab.ui.shell.language import _, current

MOST, SIDE = 12, 208  # pictures, and pixels of each side, twice those on the screen


def show_pictures(part: str, indices: Sequence[int]) -> None:
    """Show the first of these validation pictures, or say that they are not here; `part` is the place on the page."""
    folder = data_folder()
    if folder is None:
        st.caption(_("The data set may not be shipped, so its pictures are listed by number here."))
        return
    first = tuple(int(index) for index in indices[:MOST])
    try:
        pictures = held(CONTROLS.key(f"{part}_made"), (first, folder, current()), lambda: _as_html(first, folder))
    except CnnLabError as error:
        show_error(error)
        return
    st.html(f"<div class='thumbnails'>{pictures}</div>")
    if len(indices) > MOST:
        st.caption(_("and {count} more").format(count=len(indices) - MOST))


def _as_html(indices: Sequence[int], folder: Path) -> str:
    """The centre squares, which the base sees, each with its number."""
    figures = []
    for index in indices:
        uri = jpeg_uri(square(picture_of("validation", index, folder), "crop", SIDE).pixels, SIDE)
        name = _("Picture {number}").format(number=index + 1)
        figures.append(f"<figure><img alt='{name}' src='{uri}'><figcaption>{index + 1}</figcaption></figure>")
    return "".join(figures)
