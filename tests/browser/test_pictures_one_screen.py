"""Augmentation, Grad-CAM and A digit's journey: what one changes and what it changes are on one screen."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.test_first_screen import opened, outside, settled
from tests.browser.test_pages import finished, idle


@pytest.mark.parametrize("size", [(1440, 900), (1280, 720)])
def test_the_layers_and_all_pictures_of_the_grid(visit, size):
    page = finished(visit("/augmentation", width=size[0], height=size[1]), "augmentation")
    idle(page)
    expect(page.locator(".pictures").first).to_be_in_viewport(ratio=1)
    assert outside(page, [".st-key-controls", ".st-key-figure", ".st-key-answer"]) == {}


def test_the_layers_and_all_pictures_of_a_zoomed_page(visit):
    page = opened(visit, "augmentation", "zoomed")
    settled(page)
    assert outside(page, [".st-key-controls", ".st-key-figure", ".st-key-answer"]) == {}
    page.locator(".st-key-figure .tile").nth(4).hover()
    expect(page.locator(".st-key-figure .told")).to_contain_text(
        "Picture 5: "
    )  # in place of a caption below each picture


def test_captions_stand_beside_the_pictures_of_a_low_window_and_below_those_of_a_high_one(visit):
    page = finished(visit("/augmentation?present=1", width=1280, height=720), "augmentation")
    grid = page.locator(".st-key-figure .pictures")
    expect(grid).to_have_class(re.compile("beside"))
    page.set_viewport_size({"width": 1280, "height": 1400})
    expect(grid).not_to_have_class(re.compile("beside"))


def test_on_a_phone_all_pictures_and_the_switches_of_their_layers(visit):
    page = finished(visit("/augmentation", width=390, height=664), "augmentation")
    settled(page)
    switches = page.get_by_role("button", name="Rotation", exact=True)
    expect(page.locator(".st-key-figure .tile").last).to_be_in_viewport(ratio=1)
    expect(switches).to_be_in_viewport(ratio=1)
    scrolled = page.locator("[data-testid=stMain]").evaluate("main => main.scrollTop")
    switches.tap()
    expect(page).to_have_url(re.compile("aug_layers="))
    settled(page)
    assert page.locator("[data-testid=stMain]").evaluate("main => main.scrollTop") == scrolled
    expect(page.locator(".st-key-figure .tile").last).to_be_in_viewport(ratio=1)


def test_on_a_phone_the_maps_of_a_digit_come_before_the_controls(visit):
    page = finished(visit("/digit", width=390, height=664), "digit")
    settled(page)
    tops = [page.locator(f".st-key-{part}").bounding_box()["y"] for part in ("answer", "figure", "controls")]
    assert tops == sorted(tops)
    expect(page.locator(".st-key-answer canvas").first).to_be_in_viewport(ratio=1)
    expect(page.get_by_role("figure", name="conv1, map 30")).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("locale", ["ko-KR", "en-US"])
def test_grad_cams_views_and_the_folded_controls_on_a_laptop(visit, locale):
    page = finished(visit("/grad_cam", width=1280, height=720, locale=locale), "grad_cam")
    settled(page)
    assert outside(page, [".st-key-controls", ".st-key-figure", ".st-key-answer"]) == {}


def test_on_a_phone_the_map_and_the_classes(visit):
    page = finished(visit("/grad_cam", width=390, height=664), "grad_cam")
    idle(page)
    plate, second = page.locator(".heat .plate"), page.locator("[data-testid=stRadio]").get_by_text("tiger cat")
    expect(plate).to_be_in_viewport(ratio=1)
    expect(second).to_be_in_viewport(ratio=1)
    second.click()
    expect(page.locator(".heat .title")).to_contain_text('"tiger cat"')
    idle(page)
    expect(plate).to_be_in_viewport(ratio=1)
    expect(second).to_be_in_viewport(ratio=1)
