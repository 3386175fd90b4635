"""What is made of a bundled picture is made once for all visitors; what is made of an own one stays in its session."""

import numpy as np
import pytest
import streamlit as st

from cnnlab.ui.shell.cache import squared

PICTURE = np.zeros((4, 6, 3), np.uint8)


@pytest.fixture
def visitor(monkeypatch):
    """Names the session that asks from then on."""
    where = "streamlit.runtime.caching.cache_resource_api.get_session_id_or_throw"
    yield lambda name: monkeypatch.setattr(where, lambda: name)
    st.cache_resource.clear()


@pytest.mark.parametrize("own", [False, True])
def test_only_what_is_made_of_an_own_picture_differs_between_visitors(visitor, own):
    made = []
    for name in ("one", "other", "one"):
        visitor(name)
        made.append(squared(own, digest="d", _picture=PICTURE, how="crop", size=2))
    assert made[2] is made[0]
    assert (made[1] is made[0]) is not own
