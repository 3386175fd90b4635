"""What the session holds of the pages that are not shown, out of Streamlit's reach: for most controls of every run it
reads all that the session holds."""

from collections.abc import Iterable

import streamlit as st

from cnnlab.ui.shell.held import memory

SHOWN, OTHERS, AWAY = "page_shown", "prefixes_of_other_pages", "state_of_other_pages"


def arrive(prefix: str, others: Iterable[str]) -> None:
    """Bring back what was put away of the page whose keys start with `prefix`; `others` are the other pages' prefixes.

    Every run of a whole page calls it first.
    """
    remembered = memory()
    if remembered.get(SHOWN) == prefix:
        put_away()
        return
    remembered[SHOWN], remembered[OTHERS] = prefix, tuple(others)
    away = remembered.setdefault(AWAY, {})
    for key in [key for key in away if key.startswith(prefix)]:
        st.session_state.setdefault(key, away.pop(key))


def put_away() -> None:
    """Put away what the session holds of the other pages; every run after a page's first calls it, of a fragment too.

    During the first the session may still hold their buttons, which cannot be set to the values that they had.
    """
    remembered = memory()
    if others := remembered.pop(OTHERS, None):
        remembered[AWAY] |= {key: st.session_state.pop(key) for key in _all_keys() if key.startswith(others)}


def _all_keys() -> list[str]:
    return [str(key) for key in st.session_state]
