"""Questions of "Predict" on the pages: what the visitor has had shown."""

import pytest

from tests.ui.conftest import open_tab


def answered(test):
    """The question that is asked, and what stands below it."""
    asked = [item.value for item in test.markdown]
    return asked, [item.value for item in test.info], [item.key for item in test.number_input if "answer" in item.key]


SHOWN = [
    ("convolution", "conv_", {"conv_predict_about": "0"}, "3"),
    ("convolution", "conv_", {"conv_predict_about": "1"}, "80"),
    ("pooling", "pool_", {}, None),
    ("architecture", "arch_", {"arch_network": "VGG16", "arch_predict_about": "1"}, "446,638,888"),
]


@pytest.mark.parametrize(("name", "prefix", "link", "answer"), SHOWN)
def test_an_answer_that_is_shown_stays_below_its_own_question(app, name, prefix, link, answer):
    """Until the next question is asked for, or a setting changes, from which another question is made."""
    test = open_tab(app(name, **link), prefix, "predict")
    before, _, fields = answered(test)
    test.button(key=f"{prefix}predict_show").click().run()
    after, told, gone = answered(test)
    assert after[-len(before) :] == before or set(before) <= set(after)
    assert len(told) == 1
    assert answer is None or f"Answer: {answer}." in told[0]
    assert (len(fields), gone) == (1, [])
    test.run()
    assert answered(test)[1] == told  # another run leaves it
    test.button(key=f"{prefix}predict_next").click().run()
    assert answered(test)[1] == []
    assert len(answered(test)[2]) == 1
    assert answered(test)[2] != fields


def test_another_setting_ends_what_was_shown(app):
    test = open_tab(app("convolution", conv_predict_about="0"), "conv_", "predict")
    test.button(key="conv_predict_show").click().run()
    assert answered(test)[1]
    test.session_state["conv_padding"] = "same"
    test.run()
    assert answered(test)[1] == []
    assert len(answered(test)[2]) == 1
