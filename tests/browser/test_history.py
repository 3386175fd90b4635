"""Going from place to place: what is a step of the browser's Back, the phone's menu, /home, a reload."""

import re

from playwright.sync_api import expect

from tests.browser.test_convolution import opened
from tests.browser.test_pages import QUESTIONS, finished, idle, tab, try_this

MENU = "[data-testid=stSidebar]"
OPEN = "document.querySelector('[data-testid=stSidebar]').getBoundingClientRect().left === 0"
SIZE = ".numbers dd"


def steps(page):
    return idle(page).evaluate("history.length")


def test_one_click_is_one_step_of_back(visit):
    page = opened(visit)
    start = steps(page)
    try_this(page, "More padding on one side")
    expect(page).to_have_url(re.compile("conv_padding=same"))
    expect(page.locator(SIZE).first).to_have_text("4 × 4 × 1")
    assert steps(page) == start + 1
    page.get_by_role("button", name="Reset").click()
    expect(page).not_to_have_url(re.compile("conv_padding"))
    assert steps(page) == start + 2
    tab(page, "Code")
    expect(page).to_have_url(re.compile("conv_tab=code"))
    assert steps(page) == start + 3
    page.go_back()
    expect(page.get_by_role("tab", name="Predict")).to_have_attribute("aria-selected", "true")
    page.go_back()
    expect(page.locator(SIZE).first).to_have_text("4 × 4 × 1")
    page.go_back()
    expect(page.locator(SIZE).first).to_have_text("5 × 5 × 1")


def test_a_return_to_a_page_with_its_settings_is_one_step_of_back(visit):
    page = opened(visit)
    try_this(page, "Stride 2")
    expect(page).to_have_url(re.compile("conv_strides=2"))
    start = steps(page)
    for name, number in (("pooling", 1), ("convolution", 2)):
        page.locator(f"[data-testid=stSidebarNavLink][href$='/{name}']").click()
        expect(page.get_by_text(QUESTIONS[name, "en"]).first).to_be_visible()
        assert steps(page) == start + number
    expect(page).to_have_url(re.compile("convolution.*conv_strides=2"))
    page.go_back()
    expect(page.get_by_text(QUESTIONS["pooling", "en"]).first).to_be_visible()
    page.go_forward()
    expect(page.locator(SIZE).first).to_have_text("3 × 3 × 1")
    expect(page).to_have_url(re.compile("convolution.*conv_strides=2"))


EARLY = """() => {
  const link = document.body.appendChild(Object.assign(document.createElement("a"), { href: "/pooling" }));
  link.onclick = (event) => event.preventDefault();
  const before = history.length;
  link.click();
  history.pushState({}, "", "/convolution?pool_strides=2"); // what Streamlit does on a busy machine
  history.pushState({}, "", "/pooling?pool_strides=2");
  history.pushState({}, "", "/pooling?pool_strides=2&pool_at=0.0.0");
  link.remove();
  return [history.length - before, location.pathname + location.search];
}"""


def test_settings_of_the_next_page_that_come_before_its_path_make_no_entry_of_their_own(visit):
    page = opened(visit)
    assert page.evaluate(EARLY) == [1, "/pooling?pool_strides=2&pool_at=0.0.0"]


def test_another_page_is_one_step_of_back_in_another_language_too(visit):
    page = opened(visit, "lang=ko")
    start = steps(page)
    page.locator("[data-testid=stSidebarNavLink][href*=grad_cam]").click()
    finished(page, "grad_cam")
    expect(page).to_have_url(re.compile("/grad_cam.lang=ko"))
    assert steps(page) == start + 1
    page.reload()
    expect(page.get_by_text(QUESTIONS["grad_cam", "ko"]).first).to_be_visible()
    expect(page).to_have_url(re.compile("lang=ko"))


def test_home_by_its_name_is_home(visit):
    page = finished(visit("/home"), "home")
    expect(page.get_by_text(QUESTIONS["home", "en"]).first).to_be_visible()
    expect(idle(page).get_by_role("dialog")).to_have_count(0)
    assert page.locator("[data-testid=stSidebarNavLink]").filter(has_text="Home").count() == 1


def test_the_menu_of_a_phone_closes_by_a_tap_beside_it_which_does_nothing_else_and_by_choosing_a_lesson(visit):
    page = finished(visit("/pooling", width=390, height=664), "pooling")
    idle(page)
    menu, button = page.locator(MENU), page.locator("[data-testid=stExpandSidebarButton]")
    beside = page.get_by_role("radio", name="same", exact=True)
    beside.scroll_into_view_if_needed()
    box = beside.bounding_box()
    place = box["x"] + box["width"] - 8, box["y"] + box["height"] / 2
    button.tap()
    expect(menu).to_have_attribute("data-collapsed", "false")
    page.wait_for_function(OPEN)
    assert place[0] > menu.bounding_box()["width"]
    page.touchscreen.tap(*place)
    expect(menu).to_have_attribute("data-collapsed", "true")
    expect(idle(page).locator(SIZE).first).to_have_text("3 × 3 × 1")
    expect(page).not_to_have_url(re.compile("pool_padding"))
    expect(menu).not_to_be_in_viewport()
    page.touchscreen.tap(*place)
    expect(page).to_have_url(re.compile("pool_padding=same"))
    button.tap()
    page.wait_for_function(OPEN)
    page.locator("[data-testid=stSidebarNavLink][href*=convolution]").tap()
    expect(page.get_by_text(QUESTIONS["convolution", "en"]).first).to_be_visible()
    expect(menu).to_have_attribute("data-collapsed", "true")
