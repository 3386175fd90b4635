"""The whole app under AppTest, with one engine for all tests."""

import re
from html import unescape
from pathlib import Path

import pytest
import streamlit as st
from streamlit.runtime.scriptrunner import script_runner
from streamlit.testing.v1 import AppTest

from cnnlab.ui.shell import cache
from cnnlab.ui.widgets import component

from . import STARTING
from .sections import section

__all__ = ["section"]  # a fixture of several files

APP = Path(__file__).parents[2] / "app.py"


@pytest.fixture(scope="session", autouse=True)
def keras_left_alone():
    """Other tests of this process import Keras, and Streamlit would clear its session after every run, for a second.

    The server never imports it (test_the_streamlit_process_imports_neither_keras_nor_pandas).
    """
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(script_runner, "_clean_problem_modules", lambda: None)
        yield


@pytest.fixture(scope="session", autouse=True)
def app_runs_whole():
    """AppTest takes an app with a folder pages/ for one of Streamlit's first kind, and runs a page without app.py.

    A server does that only until the first run of st.navigation (cnnlab.ui.shell.frame.header).
    """

    def run_main(path: str) -> None:
        exec(compile(Path(path).read_text(encoding="utf-8"), path, "exec"), {"__name__": "__main__", "__file__": path})

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(script_runner, "_mpa_v1", run_main)
        yield


@pytest.fixture(scope="session", autouse=True)
def data_sent_in_every_run():
    """Of a browser that keeps none, so that the tests find in each run what the page shows."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(component, "BUDGET", 0)
        yield


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
        if page != "home":
            test.switch_page(f"pages/{page}.py")
        test.run()
        assert not test.exception, [each.message for each in test.exception]
        return test

    return opened


@pytest.fixture
def code():
    """The code of a page, whose tab is opened for it: code(test, "aug_")."""

    def read(test: AppTest, prefix: str) -> list[str]:
        assert not test.code  # while it is closed, nothing is made
        return [each.value for each in open_tab(test, prefix, "code").code]

    return read


def open_tab(test: AppTest, prefix: str, name: str) -> AppTest:
    """Open one of the parts below a page's figure, as a click on its tab does."""
    test.session_state[f"{prefix}tab"] = name
    test.run()
    assert not test.exception, [each.message for each in test.exception]
    return test


def try_this(test: AppTest, prefix: str, at: int) -> AppTest:
    """Click the contrast at that place of the strip."""
    return test.button_group(key=f"{prefix}try").set_value(at).run()


def title_of(test: AppTest) -> str:
    """The heading of a page, of which there is one."""
    [title] = [title for body in _html_of(test) for title in re.findall(r"<h1>(.*?)</h1>", body)]
    return unescape(title)


def open_box(test: AppTest, key: str) -> AppTest:
    """Open one of the boxes of further controls, as a click on it does."""
    test.session_state[key] = True
    return test.run()


def numbers_of(test: AppTest) -> dict[str, str]:
    """The numbers that a page shows at a glance (cnnlab.ui.widgets.numbers), by their labels."""
    found = [
        pair
        for body in _html_of(test)
        if "class='numbers'" in body
        for pair in re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", body)
    ]
    return {unescape(label): unescape(value) for label, value in found}


def _html_of(test: AppTest) -> list[str]:
    return [element.proto.body for element in test.get("html")]
