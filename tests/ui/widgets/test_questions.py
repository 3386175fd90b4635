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


PAGES = {
    "convolution": "conv_",
    "pooling": "pool_",
    "augmentation": "aug_",
    "digit": "digit_",
    "histories": "hist_",
    "transfer": "tl_",
    "architecture": "arch_",
    "segmentation": "seg_",
    "grad_cam": "cam_",
    "activations": "act_",
    "filters": "filt_",
}


def shows_answers(test, prefix):
    return [button for button in test.button if button.label == "Show the answer" and prefix in button.key]


@pytest.mark.parametrize("name", [name for name in PAGES if name not in ("augmentation", "digit", "grad_cam")])
def test_a_wrong_number_that_no_slip_explains_gets_a_hint_where_to_begin(app, name):
    prefix = PAGES[name]
    test = open_tab(app(name), prefix, "predict")
    about = [group for group in test.button_group if group.key == f"{prefix}predict_about"]
    found = 0
    for at in range(len(about[0].options) if about else 1):
        if about:
            test.button_group(key=f"{prefix}predict_about").set_value(at).run()
        fields = [field for field in test.number_input if "answer" in field.key]
        if fields:
            fields[0].set_value(987654321.0).run()
            [said] = [each.value for each in test.warning if each.value.startswith("Not 987,654,321. ")]
            assert len(said) > len("Not 987,654,321. Try again.")
            found += 1
    assert found > 0


@pytest.mark.parametrize("name", PAGES)
def test_every_question_shows_its_answer_and_says_why(app, name):
    prefix = PAGES[name]
    test = open_tab(app(name, **({"aug_rotation": "1"} if name == "augmentation" else {})), prefix, "predict")
    about = [group for group in test.button_group if group.key == f"{prefix}predict_about"]
    for at in range(len(about[0].options) if about else 1):
        if about:
            test.button_group(key=f"{prefix}predict_about").set_value(at).run()
        before = [each.value for each in test.info]
        [button] = shows_answers(test, prefix)
        button.click().run()
        assert not test.exception
        [said] = [each.value for each in test.info if each.value not in before]
        answer, _, why = said.removeprefix("The answer is ").removeprefix("Answer: ").partition(". ")
        assert answer
        assert why.replace("The figure now shows it.", "").strip(), said
        assert shows_answers(test, prefix) == []
        if next_one := [each for each in test.button if each.key == f"{prefix}predict_next"]:
            next_one[0].click().run()


def test_a_link_that_hides_answers_shows_none(app):
    test = open_tab(app("transfer", hide="answers"), "tl_", "predict")
    assert shows_answers(test, "tl_") == []


def test_an_answer_that_was_shown_stays_in_place_of_a_wrong_one_and_goes_with_the_right_one(app):
    test = open_tab(app("segmentation"), "seg_", "predict")
    [button] = shows_answers(test, "seg_")
    button.click().run()
    [told] = [each.value for each in test.info]
    assert told == "The answer is 27. 3 cells are in both masks and 11 in at least one: 3 / 11."
    field = next(each for each in test.number_input if "answer" in each.key)
    field.set_value(50).run()
    assert [each.value for each in test.info] == [told]
    assert len(test.warning) == 0
    field.set_value(27).run()
    assert [each.value for each in test.info] == []
    assert told.removeprefix("The answer is 27. ") in test.success[0].value


@pytest.mark.parametrize(
    ("name", "count"), {"convolution": 4, "pooling": 3, "histories": 4, "transfer": 3, "architecture": 4,
                        "segmentation": 4, "activations": 4, "filters": 4}.items(),
)  # fmt: skip
def test_paper_has_all_questions_with_room_for_the_answers(app, name, count):
    test = app(name, print="1")
    asked = [each.value for each in test.markdown if "\\_\\_\\_" in each.value or "\u2610" in each.value]
    assert [text.partition(".")[0] for text in asked] == [str(at) for at in range(1, count + 1)]
    assert shows_answers(test, "predict") == []


def test_an_answer_that_was_shown_for_one_network_is_not_told_for_another(app):
    """Both have a layer of this name."""
    test = open_tab(app("grad_cam", cam_model="cats_dogs_scratch", cam_layer="conv4"), "cam_", "predict")
    [button] = shows_answers(test, "cam_")
    button.click().run()
    assert [each.value[:18] for each in test.info if "answer" in each.value] == ["The answer is 324."]
    test.session_state["cam_model"] = "clever_hans"
    test.run()
    assert not test.exception
    assert [each.value for each in test.info if "answer is" in each.value] == []


def test_an_option_of_several_words_is_quoted_in_a_sentence(app):
    test = open_tab(app("architecture", arch_predict_about="3"), "arch_", "predict")
    picked = next(each for each in test.radio if "predict" in each.key)
    picked.set_value("A 1 × 1 kernel").run()
    assert test.warning[0].value.startswith('Not "A 1 × 1 kernel". ')
    shows_answers(test, "arch_")[0].click().run()
    assert any(each.value.startswith('The answer is "Half as many filters in this layer". ') for each in test.info)
    assert not test.warning
