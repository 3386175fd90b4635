"""Pictures of the data set by their numbers, on a server whose owner has the data set."""

from collections.abc import Iterable

import streamlit as st

from cnnlab.core.errors import CnnLabError
from cnnlab.core.transfer.pictures import data_folder, picture_of
from cnnlab.ui.shell.errors import show_error
from cnnlab.ui.shell.language import _

MOST, WIDTH = 12, 110  # pictures, and pixels of each


def show_pictures(indices: Iterable[int]) -> None:
    """Show the first of these validation pictures, or say that they are not here."""
    folder = data_folder()
    if folder is None:
        st.caption(_("The data set may not be shipped, so its pictures are listed by number here."))
        return
    try:
        first = [int(index) for index in indices][:MOST]
        shown = [picture_of("validation", index, folder) for index in first]
    except CnnLabError as error:
        show_error(error)
        return
    st.image(shown, caption=[str(index + 1) for index in first], width=WIDTH)
