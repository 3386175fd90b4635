"""The first screen of a page that asks the engine: where there is no answer, the last figure stays, dimmed."""

from streamlit.testing.v1 import AppTest

from cnnlab.ui.shell.held import MEMORY


def page():
    import streamlit as st

    from cnnlab.ui.widgets.controls import Controls
    from cnnlab.ui.widgets.skeleton import asking_screen

    def found(number):
        if number > 5:
            st.warning("Too large.")
            return None
        return number * number

    asking_screen(
        controls=lambda: st.slider("Number", 0, 9, 7, key="number"),
        tries=lambda _number: (Controls("asked_", {}), {}),
        find=found,
        numbers=lambda _number, answer: st.text(f"numbers of {answer}"),
        figure=lambda number, answer: st.text(f"figure of {number}: {answer}"),
        below=lambda _number, answer: st.text(f"below {answer}"),
    )


def texts(test):
    assert not test.exception
    return [text.value for text in test.text]


def test_the_last_figure_stays_where_there_is_no_answer_until_there_is_another():
    test = AppTest.from_function(page).run()
    assert texts(test) == []
    test.slider(key="number").set_value(3).run()
    assert sorted(texts(test)) == ["below 9", "figure of 3: 9", "numbers of 9"]
    assert not test.caption
    test.slider(key="number").set_value(8).run()
    assert texts(test) == ["figure of 3: 9"]
    assert [text.value for text in test.warning] == ["Too large."]
    assert [text.value for text in test.caption] == ["The dimmed figure is for the last settings that had an answer."]
    test.slider(key="number").set_value(2).run()
    assert "figure of 2: 4" in texts(test)
    assert not test.caption


def test_an_own_picture_that_was_removed_or_replaced_is_not_shown_again():
    test = AppTest.from_function(page).run()
    for other in (None, "another picture"):
        test.session_state["asked_opened_file"] = "a picture"
        test.slider(key="number").set_value(3).run()
        test.slider(key="number").set_value(8).run()
        assert texts(test) == ["figure of 3: 9"]
        test.session_state["asked_opened_file"] = other
        assert texts(test.run()) == []
        assert test.session_state[MEMORY].get("asked_last_answered") is None


def test_the_figure_of_an_example_stays_where_there_is_no_answer_for_the_first_own_picture():
    test = AppTest.from_function(page).run()
    test.slider(key="number").set_value(3).run()
    test.session_state["asked_opened_file"] = "a picture"
    test.slider(key="number").set_value(8).run()
    assert texts(test) == ["figure of 3: 9"]
