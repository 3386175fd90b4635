"""Every page in a real browser: as the first request to a fresh server, in both sizes, themes and languages."""

import re

import pytest
from playwright.sync_api import expect

from cnnlab.ui.lessons import LESSONS, PAGES
from tests.korean import korean

PATHS = {"home": "/", **{lesson.stem: f"/{lesson.stem}" for lesson in LESSONS}}
LOCALES = {"en": "en-US", "ko": "ko-KR"}
READY = {page.stem: page.ready for page in PAGES}
QUESTIONS = {
    (page.stem, language): words
    for page in PAGES
    for language, words in (("en", page.question), ("ko", korean(page.question)))
}


def finished(page, name):
    page.locator(READY[name]).first.wait_for()
    return idle(page)


def idle(page):
    """Wait until no run is going on: while one is, parts of the run before are still on the page."""
    expect(page.locator("[data-testid=stApp]")).to_have_attribute("data-test-script-state", "notRunning")
    return page


def still(page):
    """Wait until nothing on the page moves, but for what moves for ever."""
    page.wait_for_function("""() => document.getAnimations().every((animation) =>
      animation.playState !== "running" || animation.effect?.getComputedTiming().iterations === Infinity
    )""")
    return page


def choose(page, label, option):
    """Choose from a select box, already in view: its list closes when the page scrolls, as a click may make it."""
    box = page.get_by_role("combobox", name=label, exact=True)
    box.evaluate("""box => new Promise(scrolled => {
      box.scrollIntoView({ block: "center", behavior: "instant" });
      requestAnimationFrame(() => requestAnimationFrame(scrolled));
    })""")
    box.click()
    page.get_by_role("option", name=option).click()


def number(page, label):
    """The value with this label among the key numbers of a page."""
    return page.locator(".numbers div").filter(has_text=label).locator("dd").first


def tab(page, label):
    """Open one of the tabs below a page's figure."""
    page.get_by_role("tab", name=label, exact=True).click()


def try_this(page, label):
    """Click one of the contrasts under "Try this"."""
    page.locator("[class*=_try]").get_by_text(label, exact=True).click()


@pytest.mark.parametrize("name", ["home", "grad_cam"])  # all lessons are routed in the same way
def test_a_deep_link_as_the_first_request_to_a_fresh_server(fresh_server, visit, name):
    page = finished(visit(PATHS[name], at=fresh_server), name)
    expect(page.get_by_text(QUESTIONS[name, "en"]).first).to_be_visible()
    expect(page.locator("[data-testid=stSidebarNav]")).to_contain_text("Grad-CAM")
    expect(page.locator("[data-testid=stException]")).to_have_count(0)
    state = fresh_server.ask("report")
    assert state["keras_here"] == []
    assert state["worker"]["program"].endswith("cnnlab/engine/worker.py")
    assert "streamlit" not in state["worker"]["modules"]


# Every page has each width, theme and language once, and every pair of these occurs on some page.
PAIRS = [
    (name, *case)
    for at, name in enumerate(PATHS)
    for case in (
        [(1440, "light", "en"), (390, "dark", "ko")],
        [(1440, "dark", "en"), (390, "light", "ko")],
        [(1440, "light", "ko"), (390, "dark", "en")],
        [(1440, "dark", "ko"), (390, "light", "en")],
    )[at % 4]
]


@pytest.mark.parametrize(("name", "width", "theme", "language"), PAIRS)
def test_a_page_fits_its_screen(visit, name, width, theme, language):
    page = finished(visit(PATHS[name], width=width, theme=theme, locale=LOCALES[language]), name)
    expect(page.get_by_text(QUESTIONS[name, language]).first).to_be_visible()
    main = page.locator("[data-testid=stMain]")
    assert main.evaluate("main => main.scrollWidth - main.clientWidth") <= 0
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    wider = main.locator("*").evaluate_all(
        """(all, width) => all.filter(e => { const box = e.getBoundingClientRect();
        return box.width > 0 && box.right > width + 1 && getComputedStyle(e).visibility !== "hidden"
        && !e.closest("pre, .katex-mathml, [data-testid=stCode], [data-testid=stSlider], .drawing svg, .table");
        }).map(e => e.outerHTML.slice(0, 120))""",
        width,
    )
    assert wider == []
    light = page.evaluate("getComputedStyle(document.querySelector('.stApp')).backgroundColor") == "rgb(255, 255, 255)"
    assert light == (theme == "light")


@pytest.mark.sweep
@pytest.mark.parametrize("name", PATHS)
def test_no_option_is_hidden_on_a_narrower_screen(visit, name):
    page = finished(visit(PATHS[name]), name)
    for width in (1280, 1024):
        page.set_viewport_size({"width": width, "height": 900})
        hidden = """all => all.flatMap(group => [...group.querySelectorAll("button")].filter(option =>
          option.getBoundingClientRect().right > group.getBoundingClientRect().right + 1
          ).map(option => option.innerText))"""
        groups = page.locator("[data-testid=stMain] [data-testid=stButtonGroup]")
        assert groups.evaluate_all(hidden) == [], width


def test_the_language_is_chosen_in_the_sidebar_and_stays_across_pages(visit):
    page = finished(visit("/"), "home")
    page.get_by_role("radio", name="한국어").or_(page.get_by_role("button", name="한국어")).first.click()
    expect(page.get_by_text(QUESTIONS["home", "ko"]).first).to_be_visible()
    expect(page).to_have_url(re.compile("lang=ko"))
    page.locator("[data-testid=stSidebarNavLink]").filter(has_text="Grad-CAM").click()
    expect(page.get_by_text(QUESTIONS["grad_cam", "ko"]).first).to_be_visible()
    expect(page).to_have_url(re.compile("/grad_cam.lang=ko$"))
    page.reload()
    expect(page.get_by_text(QUESTIONS["grad_cam", "ko"]).first).to_be_visible()


def test_the_language_in_the_link_takes_precedence_over_the_browsers(visit):
    page = finished(visit("/?lang=en", locale="ko-KR"), "home")
    expect(page.get_by_text(QUESTIONS["home", "en"]).first).to_be_visible()


@pytest.mark.parametrize("address", ["/", "/home"])
def test_each_card_on_the_home_page_has_its_picture(visit, address):
    pictures = finished(visit(address), "home").locator(".st-key-cards img")
    expect(pictures).to_have_count(len(LESSONS))
    for picture, lesson in zip(pictures.all(), LESSONS, strict=True):
        expect(picture).to_have_attribute("alt", lesson.title)
        assert picture.evaluate("picture => picture.decode().then(() => picture.naturalWidth)") == 720


def test_a_card_on_the_home_page_leads_to_its_lesson(visit):
    page = finished(visit("/", width=390, locale="ko-KR"), "home")
    page.get_by_role("link", name="이 수업 열기").last.click()
    expect(page.get_by_text(QUESTIONS[LESSONS[-1].stem, "ko"]).first).to_be_visible()


def test_reset_on_the_home_page_restores_the_browsers_language_and_the_text_size(visit):
    page = finished(visit("/?lang=ko"), "home")
    page.get_by_text("발표 모드").click()
    page.wait_for_function("getComputedStyle(document.documentElement).fontSize === '20px'")
    page.get_by_role("button", name="처음 상태로").click()
    expect(page.get_by_text(QUESTIONS["home", "en"]).first).to_be_visible()
    page.wait_for_function("getComputedStyle(document.documentElement).fontSize === '16px'")


def test_presenter_mode_makes_the_text_larger(visit):
    page = finished(visit("/"), "home")
    heading = page.get_by_role("heading", name="CNN Lab")
    before = heading.bounding_box()["height"]
    page.get_by_text("Presenter mode").click()
    page.wait_for_function("getComputedStyle(document.documentElement).fontSize === '20px'")
    assert heading.bounding_box()["height"] > 1.2 * before
