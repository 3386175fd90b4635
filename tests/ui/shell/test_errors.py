"""An error that no part of a page handles is shown in the visitor's language, and the rest of the page stays."""

from streamlit.testing.v1 import AppTest

from tests.ui.conftest import APP, title_of


def test_an_error_in_a_page_is_shown_by_the_frame(app, monkeypatch):
    from cnnlab.core.errors import CnnLabError
    from cnnlab.ui.lessons import home

    def broken() -> None:
        raise CnnLabError("The file {file} is damaged.", file="x.keras")

    monkeypatch.setattr(home, "lesson_cards", broken)
    test = AppTest.from_file(str(APP), default_timeout=60).run()
    assert not test.exception
    assert [warning.value for warning in test.warning] == ["The file x.keras is damaged."]
    assert title_of(test) == "CNN Lab"


def fragment_script() -> None:
    import streamlit as st

    from cnnlab.core.errors import CnnLabError
    from cnnlab.ui.shell.link import fragment

    @fragment
    def part() -> None:
        st.write("before")
        raise CnnLabError("Too large: {size}.", size=3)

    part()
    st.write("after")


def test_an_error_in_a_fragment_is_shown_there():
    test = AppTest.from_function(fragment_script).run()
    assert not test.exception
    assert [warning.value for warning in test.warning] == ["Too large: 3."]
    assert [text.value for text in test.markdown] == ["before", "after"]
