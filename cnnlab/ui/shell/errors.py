"""How an error is shown: in the reader's language, on the page where it happened, by one function."""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from cnnlab.core.errors import CnnLabError
from cnnlab.ui.shell.language import error_text


def show_error(error: CnnLabError, icon: str = ":material/error:") -> None:
    """Say what is wrong and what to do about it, in place of what could not be shown."""
    st.warning(error_text(error), icon=icon)


@contextmanager
def errors_shown() -> Iterator[None]:
    """Show an error that the body raises and does not handle, instead of Streamlit's own message."""
    try:
        yield
    except CnnLabError as error:
        show_error(error)
