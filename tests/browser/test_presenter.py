"""Presenter mode in a real browser: in the link, through Back and reload; each page on one screen of a projector."""

import re

import pytest
from playwright.sync_api import expect

from cnnlab.ui.lessons import LESSONS
from tests.browser.test_first_screen import outside, settled
from tests.browser.test_pages import QUESTIONS, finished, idle

PROJECTOR = {"width": 1280, "height": 720}
SIDEBAR = "[data-testid=stSidebar]"
PRESENTED = re.compile(r"[?&]present=1(&|$)")
HOLDS_PRESENT = re.compile(r"present")


def presented(page):
    expect(page.locator("html")).to_have_css("font-size", "20px")
    expect(page.locator(SIDEBAR)).to_be_hidden()
    expect(page).to_have_url(PRESENTED)


@pytest.mark.parametrize("name", [lesson.stem for lesson in LESSONS])
def test_figure_answer_and_the_button_of_the_controls_are_on_one_screen(visit, name):
    page = finished(visit(f"/{name}?present=1", **PROJECTOR), name)
    presented(page)
    settled(page)
    figure = page.locator(".st-key-figure")
    expect(figure).not_to_have_css("height", "0px")
    assert outside(page, [".st-key-figure", ".st-key-answer", ".st-key-controls_button"]) == {}
    assert figure.bounding_box()["height"] > 280
    page.locator(".st-key-controls_button button").first.click()
    expect(page.locator(".st-key-controls [data-testid=stWidgetLabel]").first).to_be_visible()


def test_controls_behind_the_button_work(visit):
    page = finished(visit("/convolution?present=1&conv_strides=2", **PROJECTOR), "convolution")
    expect(page.locator(".numbers dd").first).to_have_text("3 × 3 × 1")
    page.get_by_role("button", name="Controls").click()
    page.get_by_role("radio", name="same", exact=True).click()
    expect(page.locator(".numbers dd").first).to_have_text("4 × 4 × 1")
    expect(page).to_have_url(re.compile("conv_strides=2.*conv_padding=same|conv_padding=same.*conv_strides=2"))
    presented(page)


def test_presenter_mode_is_kept_by_back_reload_and_another_page_and_ends_by_its_button(visit):
    page = finished(visit("/?present=1", **PROJECTOR), "home")
    presented(page)
    page.locator("[data-testid=stPageLink] a[href*=pooling]").press("Enter")
    expect(page.get_by_text(QUESTIONS["pooling", "en"]).first).to_be_visible()
    presented(finished(page, "pooling"))
    page.go_back()
    presented(finished(page, "home"))
    page.go_forward()
    presented(finished(page, "pooling"))
    page.reload()
    presented(finished(page, "pooling"))
    page.get_by_role("button", name="End presenter mode").click()
    expect(page.locator("html")).to_have_css("font-size", "16px")
    expect(page.locator(SIDEBAR)).to_be_visible()
    expect(page).not_to_have_url(HOLDS_PRESENT)


def test_the_switch_in_the_sidebar_is_no_step_of_back(visit):
    page = finished(visit("/pooling", **PROJECTOR), "pooling")
    before = page.evaluate("history.length")
    page.locator(f"{SIDEBAR} label").filter(has=page.get_by_role("switch")).click()
    presented(page)
    assert idle(page).evaluate("history.length") == before


def test_every_layer_of_the_digits_network_is_in_sight(visit):
    page = finished(visit("/digit?present=1", **PROJECTOR), "digit")
    settled(page)
    figure = page.locator(".st-key-figure")
    assert figure.evaluate("e => e.scrollHeight - e.clientHeight") <= 0
    layers = figure.locator("canvas.maps")
    for at in range(layers.count()):
        expect(layers.nth(at)).to_be_in_viewport(ratio=1)
    assert min(layers.evaluate_all("all => all.map(e => e.getBoundingClientRect().width)")) > 250
