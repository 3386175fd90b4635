"""Filters: a click in a sheet chooses a filter, whose picture forms; it can be stopped, and goes on."""

import re

import pytest
from playwright.sync_api import expect

from cnnlab.ui.shell.cache import model_cards
from tests.browser.test_first_screen import PARTS, SIZES, opened, outside, settled
from tests.browser.test_pages import choose, finished, idle, number, try_this

QUICK = "filt_steps=4&filt_size=64"
PIXELS = "all => all.map((canvas) => canvas.toDataURL())"
PLACES = {"phone": [".st-key-filt_layer", ".st-key-filt_filter"], "presenting": [".st-key-controls_button"]}


@pytest.mark.parametrize(
    ("size", "locale"), [*((size, "en-US") for size in (*SIZES, "phone")), ("phone", "ko-KR"), ("laptop", "ko-KR")]
)
def test_figure_answer_and_controls_are_on_one_screen(visit, size, locale):
    page = opened(visit, "filters", size, link=QUICK, locale=locale)
    settled(page)
    assert outside(page, [*PARTS, *PLACES.get(size, [".st-key-controls"])]) == {}


def test_a_click_in_a_sheet_forms_the_picture_of_that_filter(visit):
    page = idle(finished(visit(f"/filters?{QUICK}"), "filters"))
    sheet = page.locator(".sheet").nth(0).locator("canvas")
    box = sheet.bounding_box()
    tile = box["width"] / 8
    sheet.hover(position={"x": 4.5 * tile, "y": 2.5 * tile})
    expect(page.locator(".sheet").nth(0).locator(".told")).to_have_text("Filter 21")
    sheet.click(position={"x": 4.5 * tile, "y": 2.5 * tile})
    expect(page.locator(".ascent figcaption")).to_contain_text("block2a_expand_conv, filter 21")
    expect(page.locator(".ascent")).to_have_attribute("data-drawn", "4")
    idle(page)
    expect(page).to_have_url(re.compile("filt_layer=block2a_expand_conv&filt_filter=21"))
    expect(page.get_by_role("spinbutton", name="Filter, 1 to 96")).to_have_value("21")
    expect(page.locator(".sheet.chosen strong")).to_have_text("block2a_expand_conv")
    assert page.locator(".sheet").nth(0).locator(".frame").is_visible()
    assert page.locator(".sheet").nth(1).locator(".frame").is_hidden()


def test_an_ascent_is_stopped_and_goes_on(visit):
    page = visit("/filters?filt_layer=head_conv&filt_steps=192&filt_size=112&filt_seed=7")
    page.get_by_role("button", name="Stop", exact=True).click(timeout=60_000)
    page.get_by_role("button", name="Go on").wait_for()
    idle(page)
    assert page.locator(".ascent").get_attribute("data-drawn") != "192"
    page.get_by_role("button", name="Go on").click()
    expect(number(page, "Steps taken")).to_have_text("192 of 192", timeout=60_000)


def test_a_phone_shows_the_sheet_of_the_chosen_layer_alone(visit):
    page = idle(finished(visit(f"/filters?{QUICK}", width=390, height=664), "filters"))
    expect(page.locator(".sheet")).to_have_count(3)
    assert [sheet.is_visible() for sheet in page.locator(".sheet").all()] == [False, True, False]


def test_the_arrow_keys_choose_a_filter_and_enter_forms_it(visit):
    page = idle(finished(visit(f"/filters?{QUICK}"), "filters"))
    expect(page.get_by_text("Click a filter to see it form.")).to_be_visible()
    sheet = page.get_by_role("group", name="Filters of block3b_expand_conv; the arrow keys choose one, Enter forms it.")
    told = page.locator(".sheet").nth(1).locator(".told")
    sheet.press("ArrowDown")
    expect(told).to_have_text("Filter 15")
    sheet.press("ArrowRight")
    expect(told).to_have_text("Filter 16")
    sheet.press("Enter")
    expect(page.locator(".ascent figcaption")).to_contain_text("block3b_expand_conv, filter 16")
    idle(page)
    expect(page).to_have_url(re.compile("filt_filter=16"))


def test_another_network_with_the_same_layers_has_its_own_sheets(visit):
    page = idle(finished(visit(f"/filters?filt_model=cats_dogs_scratch&{QUICK}"), "filters"))
    canvas = page.locator(".sheet[data-drawn] canvas")
    expect(canvas).to_have_count(3)
    before = canvas.evaluate_all(PIXELS)
    choose(page, "Network", model_cards()["cats_dogs_augmented"].title.en)
    expect(page).to_have_url(re.compile("filt_model=cats_dogs_augmented"))
    settled(page)
    expect(canvas).to_have_count(3)
    after = canvas.evaluate_all(PIXELS)
    assert [new != old for new, old in zip(after, before, strict=True)] == [True] * 3


def test_a_try_this_brings_the_picture_into_sight_on_a_phone(visit):
    page = opened(visit, "filters", "phone", QUICK)
    page.locator("[data-testid=stTabs]").scroll_into_view_if_needed()
    picture = page.locator(".ascent .picture")
    expect(picture).not_to_be_in_viewport()
    try_this(page, "Without movement: fine noise comes back")
    expect(page).to_have_url(re.compile("filt_jitter=0"))
    settled(page)
    expect(picture).to_be_in_viewport(ratio=0.9)


def test_without_sheets_the_picture_and_its_words_share_a_phone(visit):
    """A network without sheets: its picture is as wide as one sheet, and the words beside it are not squeezed."""
    page = visit("/filters?filt_model=cats_dogs_fine_tuned&filt_steps=1", width=390, height=664)
    words = page.locator(".ascent figcaption")
    expect(words).to_be_visible()
    assert words.bounding_box()["width"] > 150
    assert page.locator(".ascent .picture").bounding_box()["width"] > 150
