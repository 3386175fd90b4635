"""A teacher's link in a real browser: parts that are not on the page, and the step that a figure opens at."""

import re

from playwright.sync_api import expect

from tests.browser.test_pages import finished, tab

CALCULATED = re.compile("5 × 5 × 1")  # the output's shape, among the numbers


def test_what_a_link_hides_is_nowhere_on_the_page_and_stays_hidden(visit):
    page = finished(visit("/convolution?hide=controls,numbers,try,code,answers&conv_at=1.2.0"), "convolution")
    expect(page.locator(".stepper .place")).to_contain_text("8 / 25")
    expect(page.get_by_role("tab", name="Notes")).to_be_visible()
    for gone in (".st-key-conv_strides", "[class*=_try]", ".numbers"):
        expect(page.locator(gone)).to_have_count(0)
    expect(page.get_by_role("tab", name="Code")).to_have_count(0)
    expect(page.get_by_role("button", name="Show the answer")).to_have_count(0)
    assert not CALCULATED.search(page.locator("[data-testid=stMain]").inner_html())
    tab(page, "Notes")
    expect(page).to_have_url(re.compile("conv_tab=notes"))
    expect(page).to_have_url(re.compile("hide=controls"))
    expect(page.locator(".numbers")).to_have_count(0)


def test_a_hidden_figure_and_a_name_that_cannot_be_hidden(visit):
    page = visit("/pooling?hide=figure,window", locale="ko-KR")
    expect(page.get_by_text("링크가 숨기라고 한 window은(는) 이 페이지에 없어요")).to_be_visible()
    expect(page.get_by_role("tab", name="코드")).to_be_visible()
    expect(page.locator(".stepper")).to_have_count(0)
    expect(page.locator(".numbers dd").first).to_have_text("3 × 3 × 1")


def test_hiding_is_for_one_page(visit):
    page = finished(visit("/pooling?hide=numbers"), "pooling")
    expect(page.locator(".numbers")).to_have_count(0)
    page.locator("[data-testid=stSidebarNavLink]").filter(has_text="Convolution").click()
    expect(page.locator(".numbers dd").first).to_have_text("5 × 5 × 1")


def test_hidden_numbers_are_not_told_by_the_figure(visit):
    """The last layer of the digit network, and the shares of the classes beside a mask."""
    page = visit("/digit?hide=numbers")
    expect(page.locator("canvas[data-layer=conv1]")).to_be_visible()
    expect(page.locator("canvas[data-layer=predictions]")).to_have_count(0)
    page = finished(visit("/segmentation?hide=numbers"), "segmentation")
    entries = page.locator(".masks .entry")
    expect(entries.nth(1)).to_contain_text("pet")
    assert not re.search(r"\d", "".join(entries.all_inner_texts()))
    page.locator(".masks .plate:not(.bare)").hover()
    expect(entries.nth(1)).to_contain_text("%")  # of the pixel that is pointed at
