"""The whole app under AppTest, with one engine for all tests."""

from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from cnnlab.ui import cache

from . import STARTING
from .sections import section

__all__ = ["section"]  # a fixture of several files

APP = Path(__file__).parents[2] / "app.py"


@pytest.fixture(scope="session", autouse=True)
def one_engine():
    yield
    cache.engine().stop()
    st.cache_resource.clear()


@pytest.fixture
def app():
    """Open a page in a language: app("grad_cam", "ko", cam_view="raw")."""

    def opened(page: str = "home", language: str = "en", **link: str) -> AppTest:
        test = AppTest.from_file(str(APP), default_timeout=STARTING)
        test.query_params["lang"] = language
        for key, value in link.items():
            test.query_params[key] = value
        test.run()
        if page != "home":
            test.switch_page(f"pages/{page}.py").run()
        assert not test.exception, [each.message for each in test.exception]
        return test

    return opened


@pytest.fixture
def code():
    """The code of a page after its box was opened: code(test, "aug_code")."""

    def read(test: AppTest, key: str) -> list[str]:
        assert not test.code  # while it is closed, nothing is made
        test.session_state[key] = True
        test.run()
        return [each.value for each in test.code]

    return read
