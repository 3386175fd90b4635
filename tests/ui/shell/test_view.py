"""How a link asks for a page to be viewed: presented, printed, with parts hidden."""

import pytest
from streamlit.testing.v1.element_tree import Widget

from cnnlab.ui.lessons import LESSONS
from cnnlab.ui.shell import view
from tests.ui.conftest import numbers_of


def keys_of(test):
    """The keys of all controls in the page's main part."""
    elements = [element for node in test.main for element in _within(node)]
    return {element.key for element in elements if isinstance(element, Widget) and element.key}


def _within(node):
    return [child for below in getattr(node, "children", {}).values() for child in _within(below)] or [node]


def test_the_links_present_counts_at_first_and_the_visitors_choice_afterwards(app):
    test = app("pooling", present="1")
    assert test.toggle(key="presenter").value
    test.button(key="leave").click().run()
    assert not test.exception
    assert not test.toggle(key="presenter").value
    assert not app("pooling", present="yes").toggle(key="presenter").value


def test_presenter_mode_keeps_the_settings_and_is_in_the_link_with_them(app):
    test = app("pooling", pool_strides="3")
    test.toggle(key="presenter").set_value(True).run()
    assert not test.exception
    assert test.button_group(key="pool_strides").value == "3"
    test.button_group(key="pool_padding").set_value("same").run()
    assert {"present": "1", "pool_strides": "3", "pool_padding": "same"}.items() <= test.query_params.items()


@pytest.mark.parametrize(("page", "prefix"), [("convolution", "conv_"), ("pooling", "pool_"), ("histories", "hist_")])
def test_hidden_controls_are_not_on_the_page_but_have_their_values(app, page, prefix):
    whole, test = app(page), app(page, hide="controls,try")
    assert f"{prefix}try" in keys_of(whole)
    left = {key for key in keys_of(test) if key.startswith(prefix) and "predict" not in key and "question" not in key}
    assert left <= {f"{prefix}tabs"}
    assert numbers_of(test) == numbers_of(whole)


def test_hidden_controls_take_their_values_from_the_link(app):
    test = app("pooling", hide="controls", pool_pool_size="3", pool_strides="1")
    assert numbers_of(test)["Output: height × width × channels"] == "4 × 4 × 1"
    assert {"pool_pool_size": "3", "hide": "controls"}.items() <= test.query_params.items()


@pytest.mark.parametrize(
    "page", ["pooling", "histories", "transfer", "filters", "activations", "grad_cam", "segmentation"]
)
def test_hidden_numbers_are_not_on_the_page(app, page):
    assert page == "histories" or numbers_of(app(page)) != {}  # it has a table
    assert numbers_of(app(page, hide="numbers")) == {}


def test_a_hidden_section_is_no_tab_and_the_next_one_is_open(app):
    tabs = [tab.label for tab in app("pooling", hide="predict,code").tabs]
    assert tabs[0] == "Notes"
    assert "Code" not in tabs


def test_names_that_a_link_cannot_hide_are_told_with_those_that_it_can(app):
    [warning] = app("pooling", hide="numbers,maps,answer").warning
    assert "hide `maps`, `answer`, which" in warning.value
    assert "controls, try, numbers, figure, answers, output, predict, notes, code, shift, downsampling" in warning.value
    assert not app("pooling", hide="numbers,shift,output").warning
    [elsewhere] = app("histories", hide="output").warning
    assert "hide `output`, which" in elsewhere.value
    assert not app("pooling").warning


@pytest.mark.parametrize("part", view.PARTS)
@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.stem)
def test_every_page_opens_with_a_part_hidden(app, lesson, part):
    test = app(lesson.stem, hide=part)
    assert not test.exception


def test_a_head_is_trained_while_its_numbers_and_its_figure_are_hidden(app):
    test = app("transfer", hide="numbers,figure", tl_epochs="2", tl_tab="learned")
    assert not test.exception
    assert not [told.value for told in [*test.info, *test.caption] if "not been trained" in told.value]


def test_an_unknown_name_in_the_link_is_shown_as_it_is_and_cut(app):
    [told] = [text.value for text in app("pooling", hide="![x](https://x.example/x.png)`" + "y" * 99).warning]
    assert "`![x](https://x.example/x.png)`, which" in told
