"""The button in a phone's bar that leads to the sections below the figure."""

from playwright.sync_api import expect

from tests.browser.test_pages import finished


def scrolled(page, by):
    page.locator(".stMain").evaluate("(main, by) => main.scrollBy(0, by)", by)


def test_on_a_phone_a_button_leads_to_the_sections_while_they_are_below_the_screen(visit):
    page = finished(visit("/grad_cam?lang=ko", width=390, height=664), "grad_cam")
    button = page.get_by_role("button", name="문제와 설명 보기")
    expect(button).to_have_count(0)
    scrolled(page, 100)
    expect(button).to_be_in_viewport(ratio=1)
    button.click()
    expect(page.get_by_role("tab", name="영리한 한스")).to_be_in_viewport(ratio=1)
    expect(button).to_have_count(0)
    bar, tabs = (page.locator(part).bounding_box() for part in (".stAppHeader", "[role=tablist]"))
    assert tabs["y"] >= bar["y"] + bar["height"]


def test_neither_a_wide_window_nor_home_has_it(visit):
    page = finished(visit("/grad_cam", width=1280, height=720), "grad_cam")
    scrolled(page, 100)
    expect(page.locator(".stApp .to-sections:visible")).to_have_count(0)
    page = finished(visit("/", width=390, height=664), "home")
    scrolled(page, 100)
    expect(page.locator("html[data-scrolled]")).to_have_count(1)
    expect(page.locator(".stApp .to-sections:visible")).to_have_count(0)
