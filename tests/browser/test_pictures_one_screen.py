"""Augmentation and Grad-CAM: what one changes and what it changes are on one screen."""

import pytest
from playwright.sync_api import expect

from tests.browser.test_first_screen import outside
from tests.browser.test_pages import finished, idle


@pytest.mark.parametrize("size", [(1440, 900), (1280, 720)])
def test_the_layers_and_all_pictures_of_the_grid(visit, size):
    page = finished(visit("/augmentation", width=size[0], height=size[1]), "augmentation")
    idle(page)
    expect(page.locator(".pictures").first).to_be_in_viewport(ratio=1)
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
