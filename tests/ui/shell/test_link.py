"""The link is written once per run, however many settings it holds."""

from types import SimpleNamespace

import pytest
from streamlit.runtime.state.query_params import QueryParams
from streamlit.testing.v1 import AppTest

from cnnlab.ui.shell import link


def script() -> None:
    import streamlit as st

    from cnnlab.ui.shell.link import fragment, keep, written_once

    @fragment
    def part() -> None:
        keep("inner", st.slider("inner", 0, 5, key="inner"), 0)
        keep("gone", None)

    with written_once():
        keep("first", st.slider("first", 0, 5, key="first"), 0)
        keep("second", st.slider("second", 0, 5, key="second"), 0)
        part()


@pytest.fixture
def writes(monkeypatch):
    """The contents of the link at every write; the test fails if a setting is written separately."""
    made = []
    real = QueryParams.from_dict
    monkeypatch.setattr(QueryParams, "from_dict", lambda self, given: made.append(dict(given)) or real(self, given))
    monkeypatch.setattr(QueryParams, "__setitem__", lambda *_: pytest.fail("a setting was written separately"))
    return made


def test_several_settings_are_written_at_once(writes):
    test = AppTest.from_function(script).run()
    assert writes == []
    test.slider(key="first").set_value(2)
    test.slider(key="second").set_value(3)
    test.slider(key="inner").set_value(4).run()
    assert writes == [{"first": "2", "second": "3", "inner": "4"}]
    assert dict(test.query_params) == {"first": "2", "second": "3", "inner": "4"}


def test_nothing_is_written_when_nothing_changed_and_defaults_leave_the_link(writes):
    test = AppTest.from_function(script)
    test.session_state["first"] = 2
    test.query_params["gone"] = "yes"
    test.query_params["other"] = "kept"
    test.run()
    test.run()
    assert writes == [{"other": "kept", "first": "2"}]
    test.slider(key="first").set_value(0).run()
    assert writes[1:] == [{"other": "kept"}]


def test_an_address_that_lags_behind_is_corrected(writes):
    """A click can carry the address from before the last run's write, if the browser had not received it yet."""
    test = AppTest.from_function(script).run()
    test.slider(key="first").set_value(2).run()
    test.query_params.clear()
    test.slider(key="first").set_value(0).run()
    assert writes == [{"first": "2"}, {}], "the browser has ?first=2 by now"
    test.slider(key="second").set_value(1).run()
    test.query_params.clear()
    test.slider(key="inner").set_value(4).run()
    assert dict(test.query_params) == {"second": "1", "inner": "4"}


def test_what_the_browser_keeps_in_the_address_stays(writes):
    """A stepper writes its cell into the address without asking the server."""
    test = AppTest.from_function(script).run()
    test.slider(key="first").set_value(2).run()
    test.query_params["cell"] = "3.2.0"
    test.run()
    assert writes == [{"first": "2"}], "nothing to write"
    test.query_params["cell"] = "4.4.0"
    test.slider(key="first").set_value(3).run()
    assert writes[1:] == [{"first": "3", "cell": "4.4.0"}]


def test_a_change_is_not_lost_if_another_run_replaces_the_one_that_would_write_it(writes):
    test = AppTest.from_function(script)
    test.session_state[link.CHANGES] = {"cell": "2.2.0"}
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(link, "_write", lambda *_: None)  # as if the run had ended before
        test.run()
    test.run()
    assert writes == [{"cell": "2.2.0"}]
    test.run()
    assert len(writes) == 1


def test_back_keeps_the_answers_to_questions(app, monkeypatch):
    test = app("convolution", conv_height="8", conv_width="8")
    field = next(key for key in (widget.key for widget in test.number_input) if "predict_answer" in key)
    test.number_input(key=field).set_value(3).run()
    assert any(text.value.startswith("Right: 3. ") for text in test.success)
    going_back = SimpleNamespace(is_history_navigation=True, page_script_hash="convolution")
    monkeypatch.setattr("cnnlab.ui.shell.link.get_script_run_ctx", lambda: going_back)
    test.session_state["conv_padding"] = "same"
    test.run()
    assert any(text.value.startswith("Right: 3. ") for text in test.success)
    assert test.session_state["conv_padding"] == "valid", "a setting of the address, so it is read from there again"
