"""The Pooling page under AppTest: its contrasts, its sections, its containers."""

import pytest

from cnnlab.ui.lessons.pooling.contrasts import CONTRASTS
from tests.ui.conftest import numbers_of, open_box, open_tab, try_this

FAR = {
    "pool_layer": "AveragePooling2D",
    "pool_pool_size": "5",
    "pool_strides": "4",
    "pool_padding": "same",
    "pool_height": "9",
    "pool_channels": "7",
    "pool_input": "photo",
    "pool_edits": "i.0.0.0_7",
}


def test_the_first_view_is_max_pooling_of_two_by_two(app):
    test = app("pooling")
    assert numbers_of(test) == {
        "Output: height × width × channels": "3 × 3 × 1",
        "Output values / input values": "9 / 36",
        "Parameters": "0",
    }


@pytest.mark.parametrize("at", range(len(CONTRASTS)), ids=list(CONTRASTS))
def test_a_contrast_sets_every_control_whatever_was_set_before(app, at):
    fresh, far = app("pooling"), app("pooling", **FAR)
    for test in (fresh, far):
        try_this(test, "pool_", at)
        assert not test.exception
        assert not test.warning
    assert numbers_of(far) == numbers_of(fresh)
    far.query_params.pop("lang", None)
    fresh.query_params.pop("lang", None)  # the browser keeps the language in the address
    assert dict(far.query_params) == dict(fresh.query_params)


def test_a_window_that_does_not_fit_is_refused_and_the_controls_stay(app):
    test = app("pooling", pool_height="1")
    assert "does not fit" in test.warning[0].value
    assert numbers_of(test) == {}
    assert open_box(test, "pool_box_more").number_input(key="pool_height").value == 1


@pytest.mark.parametrize("section", ["predict", "notes", "code", "shift", "downsampling"])
@pytest.mark.parametrize("link", [{}, {"pool_layer": "GlobalAveragePooling2D"}, {"pool_height": "1"}])
def test_every_section_opens_with_and_without_an_answer(app, section, link):
    test = open_tab(app("pooling", **link), "pool_", section)
    assert test.markdown or test.code


def test_an_old_link_opens_the_section_that_it_is_about(app):
    test = app("pooling", pool_way="down")
    assert test.selectbox(key="pool_scene").value == "photo"


@pytest.mark.parametrize(("link", "said"), [({}, False), ({"pool_height": "26", "pool_channels": "32"}, True)])
def test_the_code_says_if_it_is_for_a_smaller_size(app, link, said):
    test = open_tab(app("pooling", **link), "pool_", "code")
    assert test.code
    assert ("With the smaller size" in " ".join(text.value for text in test.markdown)) is said
