"""On a phone: what a finger has to hit is at least 40 pixels wide and high, and text is at least 14 pixels."""

import pytest
from playwright.sync_api import expect

from cnnlab.ui.lessons import PAGES
from tests.browser.test_pages import PATHS, finished, idle, still

STEMS = [page.stem for page in PAGES]
# Components draw in shadow roots. Of a slider the whole track can be touched; of a field in a label the label.
MEASURE = """() => {
  const within = (root) =>
    [...root.querySelectorAll("*")].flatMap((e) => [e, ...(e.shadowRoot ? within(e.shadowRoot) : [])]);
  const isSeen = (e) => {
    const { width, height } = e.getBoundingClientRect();
    return width > 1 && height > 1 && e.checkVisibility({ visibilityProperty: true });
  };
  const all = within(document.querySelector(".stApp")).filter((e) => isSeen(e) && !e.closest("[data-collapsed=true]"));
  const targets =
    "button, a[href], input, select, textarea, summary, [role=button], [role=tab], [role=switch], [tabindex='0']";
  const boxOf = (e) => {
    const label = e.tagName === "INPUT" && e.closest("label");
    return (e.closest("[data-testid=stSlider] [role=group]") || label || e).getBoundingClientRect();
  };
  const named = (e) => `${e.tagName} ${e.className} ${(e.ariaLabel ?? e.textContent).trim().slice(0, 40)}`;
  const small = all.filter((e) => e.matches(targets) && !e.disabled).flatMap((e) => {
    const { width, height } = boxOf(e);
    return Math.min(width, height) < 39.5 ? [`${Math.round(width)} x ${Math.round(height)} ${named(e)}`] : [];
  });
  const isText = (e) => [...e.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
  const least = (e) => (e.closest(".cell") ? 12 : 14); // numbers in cells are fitted to them; 0: covered
  const tiny = all.filter((e) => isText(e) && !e.closest("style, script, .katex")).flatMap((e) => {
    const size = parseFloat(getComputedStyle(e).fontSize);
    return size && size < least(e) ? [`${size} px ${named(e)}`] : [];
  });
  return [...new Set([...small, ...tiny])];
}"""


def opened(visit, stem, path=None):
    return idle(finished(visit(path or PATHS[stem], width=390, height=664), stem))


@pytest.mark.parametrize("stem", STEMS)
def test_targets_and_text_are_large_enough_on_a_phone(visit, stem):
    page = opened(visit, stem)
    assert page.evaluate(MEASURE) == []


@pytest.mark.sweep
@pytest.mark.parametrize("stem", [stem for stem in STEMS if stem != "home"])
def test_so_they_are_in_every_tab(visit, stem):
    page = opened(visit, stem)
    tabs = page.get_by_role("tab")
    found = {}
    for at in range(tabs.count()):
        label = tabs.nth(at).inner_text()
        tabs.nth(at).click()
        expect(tabs.nth(at)).to_have_attribute("aria-selected", "true")
        page.locator("[role=tabpanel]:visible .stElementContainer").first.wait_for(state="attached")  # sent when opened
        idle(page)
        expect(page.locator("[role=tabpanel]:visible [data-testid=stSkeleton]")).to_have_count(0)
        found[label] = page.evaluate(MEASURE)
    assert {label: few for label, few in found.items() if few} == {}


def test_the_links_of_the_menu_are_large_enough(visit):
    page = opened(visit, "home")
    page.get_by_role("button", name="Expand sidebar").click()
    expect(page.locator("[data-testid=stSidebar]")).to_have_attribute("data-collapsed", "false")
    still(page)
    assert page.evaluate(MEASURE) == []
