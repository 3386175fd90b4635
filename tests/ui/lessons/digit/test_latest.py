"""A drawing and a chosen image that reach the server together: the later one counts, in whatever order they come."""

import pytest
from streamlit.testing.v1 import AppTest

from cnnlab.ui.lessons.digit import settings


def arrived(drawn_at, picked_at, drawing_first):
    import streamlit as st

    from cnnlab.ui.lessons.digit import settings

    st.session_state[settings.STRIP] = {"picked": {"id": "an image", "at": picked_at}}
    if drawing_first:
        settings.take_drawing("", drawn_at)
    settings._pick()
    if not drawing_first:
        settings.take_drawing("", drawn_at)


@pytest.mark.parametrize("drawing_first", [False, True])
@pytest.mark.parametrize(("drawn_at", "picked_at", "shown"), [(10, 20, "an image"), (20, 10, settings.OWN)])
def test_the_later_of_the_two_is_shown(drawn_at, picked_at, shown, drawing_first):
    test = AppTest.from_function(arrived, args=(drawn_at, picked_at, drawing_first)).run()
    assert not test.exception
    assert test.session_state[settings.PIECE] == shown
