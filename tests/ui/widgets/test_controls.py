"""Controls: a choice that is not offered for a while comes back, and contrasts reach settings that are not drawn."""

import pytest
from streamlit.testing.v1 import AppTest

from cnnlab.ui.widgets.controls import Controls
from tests.ui.conftest import open_box


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


def folded() -> None:
    import streamlit as st

    from cnnlab.ui.shell.link import written_once
    from cnnlab.ui.widgets import contrasts
    from cnnlab.ui.widgets.controls import Controls, side_by_side

    controls = Controls("x_", {"kind": "a", "rows": 3, "on": False, "share": 0.5})
    with written_once():
        few = st.toggle("Few", key="few")
        with controls.box("more", "More"):
            kind = controls.select("kind", "Kind", ["a", "b"] if few else ["a", "b", "c"])
            with side_by_side():
                rows = controls.whole("rows", "Rows", 1, 9)
            on, share = controls.switch("on", "On"), controls.amount("share", "Share", 0.0, 1.0)
        st.markdown(f"{kind} {rows} {on} {share}")
        contrasts.contrasts(controls, {"Plain": {}, "Other": {"kind": "b", "rows": 7, "on": True, "share": 0.25}})


def opened(page=script, **link) -> AppTest:
    test = AppTest.from_function(page)
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


FAR = {"x_kind": "c", "x_rows": "8", "x_on": "True", "x_share": "0.75"}


def drawn(test) -> int:
    return len([*test.selectbox, *test.number_input, *test.slider]) + len(
        [each for each in test.toggle if each.key == "x_on"]
    )


def test_a_closed_box_draws_nothing_and_its_controls_have_the_values_of_the_link():
    test = opened(folded, **FAR)
    assert (test.markdown[0].value, drawn(test)) == ("c 8 True 0.75", 0)
    assert dict(test.query_params) == FAR
    assert (open_box(test, "x_box_more").markdown[0].value, drawn(test)) == ("c 8 True 0.75", 4)
    assert dict(test.query_params) == FAR


def test_what_is_chosen_in_a_box_stays_when_it_is_closed_and_opened_again():
    test = open_box(opened(folded), "x_box_more")
    test.selectbox(key="x_kind").set_value("b").run()
    test.number_input(key="x_rows").set_value(5).run()
    test.toggle(key="x_on").set_value(True).run()
    test.slider(key="x_share").set_value(0.1).run()
    for is_open in (False, False, True):
        test.session_state["x_box_more"] = is_open
        test.run()
        assert (test.markdown[0].value, drawn(test)) == ("b 5 True 0.1", 4 * is_open)
        assert dict(test.query_params) == {"x_kind": "b", "x_rows": "5", "x_on": "True", "x_share": "0.1"}


def test_a_contrast_sets_the_controls_of_a_closed_box():
    test = opened(folded, **FAR)
    test.button_group(key="x_try").set_value(1).run()
    assert (test.markdown[0].value, drawn(test)) == ("b 7 True 0.25", 0)
    assert dict(test.query_params) == {"x_kind": "b", "x_rows": "7", "x_on": "True", "x_share": "0.25"}
    assert open_box(test, "x_box_more").number_input(key="x_rows").value == 7
    test.button_group(key="x_try").set_value(0).run()
    assert (test.markdown[0].value, dict(test.query_params)) == ("a 3 False 0.5", {})


def test_a_choice_in_a_closed_box_that_is_not_offered_comes_back_too():
    test = opened(folded, x_kind="c")
    test.toggle(key="few").set_value(True).run()
    assert test.markdown[0].value.startswith("a ")
    test.toggle(key="few").set_value(False).run()
    assert test.markdown[0].value.startswith("c ")


def test_a_link_with_a_number_that_is_none_starts_at_the_default():
    test = AppTest.from_function(folded)
    test.query_params["x_share"] = "nan"
    test.run()
    assert test.session_state["x_share"] == 0.5
