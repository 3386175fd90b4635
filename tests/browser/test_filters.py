"""Filters: a click in a sheet chooses a filter, whose picture forms; it can be stopped, and goes on."""

import re

from playwright.sync_api import expect

from tests.browser.test_pages import finished, idle, number

QUICK = "filt_steps=4&filt_size=64"


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
    page.get_by_role("button", name="Stop", exact=True).last.click(timeout=60_000)
    page.get_by_role("button", name="Go on").wait_for()
    idle(page)
    assert page.locator(".ascent").get_attribute("data-drawn") != "192"
    page.get_by_role("button", name="Go on").click()
    expect(number(page, "Steps taken")).to_have_text("192 of 192", timeout=60_000)


def test_a_phone_shows_the_sheet_of_the_chosen_layer_alone(visit):
    page = idle(finished(visit(f"/filters?{QUICK}", width=390, height=664), "filters"))
    assert [sheet.is_visible() for sheet in page.locator(".sheet").all()] == [False, True, False]
