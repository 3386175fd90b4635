"""Controls: a choice that is not offered for a while comes back, and contrasts reach settings that are not drawn."""

import pytest
from streamlit.testing.v1 import AppTest

from cnnlab.ui.widgets.controls import Controls


def script() -> None:
    import streamlit as st

    from cnnlab.ui.shell.link import asked, written_once
    from cnnlab.ui.widgets import contrasts
    from cnnlab.ui.widgets.controls import Controls

    controls = Controls("x_", {"kind": "a", "many": True, "hidden": 1}, depending=("at",))
    with written_once():
        controls.keep_in_link()
        many = controls.switch("many", "Many")
        controls.select("kind", "Kind", ["a", "b", "c"] if many else ["a"])
        st.write(asked("x_at") or "no cell")
        contrasts.contrasts(controls, {"Plain": {}, "Other": {"kind": "c"}, "Cell": {"at": "1.2.0"}})


def opened(**link) -> AppTest:
    test = AppTest.from_function(script)
    for key, value in link.items():
        test.query_params[key] = value
    return test.run()


def test_a_choice_comes_back_when_it_is_offered_again():
    test = opened(x_kind="b")
    test.toggle(key="x_many").set_value(False).run()
    assert test.selectbox(key="x_kind").value == "a"
    test.toggle(key="x_many").set_value(True).run()
    assert test.selectbox(key="x_kind").value == "b"
    assert dict(test.query_params) == {"x_kind": "b"}


def test_another_choice_made_meanwhile_stays():
    test = opened(x_kind="b")
    test.toggle(key="x_many").set_value(False).run()
    test.session_state["x_kind"] = "a"
    test.session_state["x_many"] = True
    test.run()
    test.selectbox(key="x_kind").set_value("c").run()
    test.toggle(key="x_many").set_value(False).run()
    test.toggle(key="x_many").set_value(True).run()
    assert test.selectbox(key="x_kind").value == "c"


def test_a_contrast_resets_what_is_not_drawn_and_forgets_what_depends():
    test = opened(x_kind="b", x_at="3.1.0")
    test.session_state["x_hidden"] = 9
    test.run()
    assert test.markdown[0].value == "3.1.0"
    assert dict(test.query_params) == {"x_kind": "b", "x_at": "3.1.0", "x_hidden": "9"}
    test.button_group(key="x_try").set_value(1).run()
    assert test.selectbox(key="x_kind").value == "c"
    assert test.session_state["x_hidden"] == 1
    assert test.markdown[0].value == "no cell"
    assert dict(test.query_params) == {"x_kind": "c"}


def test_a_contrast_is_not_undone_by_a_choice_that_was_not_offered():
    test = opened(x_kind="b")
    test.toggle(key="x_many").set_value(False).run()
    test.button_group(key="x_try").set_value(0).run()
    assert test.selectbox(key="x_kind").value == "a"


def test_a_misspelt_setting_of_a_contrast_is_an_error():
    controls = Controls("x_", {"kind": "a"}, depending=("at",))
    assert controls.settings({"kind": "b"}) == {"x_at": None, "x_kind": "b"}
    with pytest.raises(ValueError, match="knid"):
        controls.settings({"knid": "b"})


def test_a_contrast_names_the_cell_that_shows_its_point():
    test = opened(x_kind="b", x_at="3.1.0")
    test.button_group(key="x_try").set_value(2).run()
    assert test.markdown[0].value == "1.2.0"
    assert dict(test.query_params) == {"x_at": "1.2.0"}
