"""axe-core on every page: light in English with the code open, dark in Korean as it starts.

Every finding that axe calls serious or critical counts, and levels of headings that jump, but for `EXCEPTIONS`.
"""

import pytest
from axe_playwright_python.sync_playwright import Axe

from cnnlab.ui.lessons import PAGES
from tests.browser.test_first_screen import settled
from tests.browser.test_pages import PATHS, finished

EXCEPTIONS = {  # rule, Streamlit's selector: the reason. Each has to occur on every page, or it has to go.
    (
        "list",
        "[data-testid=stSidebarNavItems]",
    ): "Streamlit puts the links of its navigation in a div within the list",
    ("listitem", "[data-testid=stSidebarNavItems] > div > li"): "the links within that div",
}
OF_STREAMLIT = "([target, selector]) => target.length === 1 && document.querySelector(target[0]).matches(selector)"
CASES = [(page.stem, *case) for page in PAGES for case in (("light", "en-US"), ("dark", "ko-KR"))]


def findings(page):
    """The rule, the place and what is wrong there, for each finding that counts."""
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    counting = [rule for rule in found if rule["impact"] in ("serious", "critical") or rule["id"] == "heading-order"]
    return [(rule["id"], node["target"], node["failureSummary"]) for rule in counting for node in rule["nodes"]]


@pytest.mark.parametrize(("name", "theme", "locale"), CASES)
def test_a_page_has_no_serious_fault_of_accessibility(visit, name, theme, locale):
    prefix = next(page.prefix for page in PAGES if page.stem == name)
    link = f"?{prefix}tab=code" if theme == "light" else ""
    page = finished(visit(f"{PATHS[name]}{link}", theme=theme, locale=locale), name)
    if theme == "light" and name != "home":
        page.locator(".stCode .token").first.wait_for()
    settled(page)
    others, occurring = [], set()
    for rule, target, words in findings(page):
        excuses = [entry for entry in EXCEPTIONS if entry[0] == rule]
        excused = {entry for entry in excuses if page.evaluate(OF_STREAMLIT, [target, entry[1]])}
        occurring |= excused
        if not excused:
            others.append((rule, target, words))
    assert others == []
    assert occurring == set(EXCEPTIONS)
