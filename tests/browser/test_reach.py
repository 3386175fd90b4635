"""What the keyboard reaches and shows, and Streamlit's own words in the reader's language."""

from playwright.sync_api import expect

from tests.browser.test_pages import finished, idle

FOCUSED = """() => { let part = document.activeElement;
  while (part.shadowRoot?.activeElement) part = part.shadowRoot.activeElement;
  return part.ariaLabel || part.innerText; }"""
COVERED = "part => [getComputedStyle(part).fontSize, getComputedStyle(part, '::after').content]"


def tabbed_to(page, words):
    """Press Tab until what has these words is focused; an error after more presses than the page has controls."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if words in page.evaluate(FOCUSED):
            return
    raise AssertionError(f"the keyboard does not reach {words}")


def test_the_keyboard_reaches_the_lessons_which_show_their_focus_and_the_numbers_to_edit(visit):
    page = idle(finished(visit("/pooling"), "pooling"))
    tabbed_to(page, "Convolution")
    link = page.locator("[data-testid=stSidebarNavLink]:focus")
    expect(link).to_have_css("outline-style", "solid")
    expect(link).to_have_css("outline-width", "3px")
    tabbed_to(page, "Edit numbers")


def test_streamlits_link_past_the_menu_is_in_the_readers_language(visit):
    page = finished(visit("/pooling", locale="ko-KR"), "pooling")
    page.keyboard.press("Tab")
    size, content = page.locator("[data-testid=stSkipToContent]").evaluate(COVERED)
    assert (size, content) == ("0px", '"본문으로 바로 가기"')
